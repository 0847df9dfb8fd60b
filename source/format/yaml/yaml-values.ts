// What values look like in what people write as YAML. Readers and schemas are made from these, so that both take the same.

/** What a list may have; what is longer is no page that people write. */
export const maximumItems = 1000;

/** A size in words; as a number it is bytes. */
export const sizePattern = String.raw`^\d{1,15}(?:\.\d{1,9})?\s?(?:[EGKMPTegkmpt][Ii]?[Bb]?|[Bb])?$`;
