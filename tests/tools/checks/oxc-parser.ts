export { parseSync, Visitor } from 'oxc-parser';
