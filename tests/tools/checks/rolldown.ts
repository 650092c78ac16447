export { rolldown } from 'rolldown';
