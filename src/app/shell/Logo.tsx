/** The mark of the app: a page with two lines of state. */
export function Logo() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 3.5h7l3 3V13H3z" />
      <path d="M5.5 9.5h5M5.5 7h2.5" />
    </svg>
  );
}
