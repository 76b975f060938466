// error
export { CollapseLabError, type InvalidArgument, InvalidArgumentError } from './error.ts';
