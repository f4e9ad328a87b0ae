/** Where several regions are read: `-berlin` in the name of a part is ` of berlin` in words. */
export const placeOf = (suffix: string): string => (suffix === "" ? "" : ` of ${suffix.slice(1)}`);
