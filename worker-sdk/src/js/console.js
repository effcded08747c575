// In the order of `Level` in console.rs.
const LEVELS = ["debug", "log", "info", "warn", "error"];

export const write_console = (level, text, values) => console[LEVELS[level]](text, ...values);
