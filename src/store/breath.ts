/** Between statements of a long transaction: the embedded engine works on the thread of whoever waits for an answer. */
export const breath = (): Promise<void> => new Promise((go) => setImmediate(go));
