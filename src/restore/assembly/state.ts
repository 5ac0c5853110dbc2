// What the loop keeps in memory instead of in variables, and asks for by short functions: they are inlined.

import { address } from "../../wire/assembly/index";
import { END, FLAGS, ROW_OF_AT, ROWS_AT } from "./layout";

/** Address of the row of a plan. */
export function rowOf(plan: u32): usize {
  return load<u32>(ROWS_AT) + load<u32>(load<u32>(ROW_OF_AT) + (plan << 2));
}

/** Address where the message of a frame ends, which may lie behind the window. */
export function endOf(frame: usize): usize {
  return address(load<u32>(frame, END));
}

/** Sets flags of a frame. */
export function mark(frame: usize, flags: u32): void {
  store<u32>(frame, load<u32>(frame, FLAGS) | flags, FLAGS);
}
