export const greet = (greeting, path) => `${greeting} ${path}`;
