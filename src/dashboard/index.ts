/** Floor 6: pages for stewards and researchers, drawn on the server; they hold nothing and decide nothing. */
export {};
