// Numbers as text and back.
export const to_decimal = (number) => String(number);
export const from_decimal = (text) => Number(text);
