// Option objects.
export const new_options = () => ({});
export const copy_options = (options) => ({ ...options });
export const set_option = (options, name, value) => {
  options[name] = value;
};
export const set_number_option = (options, name, value) => {
  options[name] = value;
};
export const set_flag_option = (options, name, value) => {
  options[name] = value === 1;
};
