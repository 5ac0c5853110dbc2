let token = 0;

/** A number that no earlier asking to scroll has used. */
export function nextToken(): number {
  return ++token;
}
