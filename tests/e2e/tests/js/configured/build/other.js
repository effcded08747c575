export const name = "a module beside the entry";
