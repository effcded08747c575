export const call_console = (method, values) => console[method](...values);
