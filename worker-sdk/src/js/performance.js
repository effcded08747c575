// Milliseconds since the clock began, which never go back.
export const performance_now = () => performance.now();
