/** Plain JSON. Numbers that JSON has no word for are written as the strings "NaN", "Infinity", "-Infinity". */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
