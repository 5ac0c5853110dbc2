export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly why?: string;
}
export declare function tallyVitest(report: unknown, exitCode: number): Counts;
export declare function tallyPlaywright(report: unknown, exitCode: number): Counts;
