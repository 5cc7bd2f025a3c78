/** A report as JSON, indented, with a line end; see `jsonLine`. */
export function jsonText(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

/**
 * A value as JSON on one line, without the line end.
 *
 * JSON's own writer escapes the first 32 control characters alone. The others, and those that reorder a line, are escaped
 * here, so that text from data steers no terminal in this format either; who parses it gets what was there.
 */
export function jsonLine(value: unknown): string {
  return escaped(JSON.stringify(value));
}

function escaped(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
