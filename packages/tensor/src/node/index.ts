/** What Node adds: engines that need more than JavaScript. */
export {};
