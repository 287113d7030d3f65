/** Whether whoever reads has asked for reduced motion: then nothing moves by itself. */
export const stillness = matchMedia("(prefers-reduced-motion: reduce)");
