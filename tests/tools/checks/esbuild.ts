export { type BuildResult, build } from 'esbuild';
