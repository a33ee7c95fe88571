// Prints the real count of a run as its very last line: `N passed, N failed`, with `, N skipped` where some were.
// Beside failed tests it counts as failed what a sum of tests leaves out: files that could not be collected or never
// ran, hooks, errors that no test caught, an interrupted run, and a bad exit code for any other reason.
import type {
  Reporter,
  SerializedError,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  TestSuite,
} from 'vitest/node';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export default class CountingReporter implements Reporter {
  #specifications: readonly TestSpecification[] = [];
  /** Until the run has ended, it counts as failed. */
  #count: Count = { passed: 0, failed: 1, skipped: 0 };

  onInit(): void {
    // At exit, so that nothing (coverage, another reporter) comes after it.
    process.once('exit', (code) => {
      const failed = code === 0 ? this.#count.failed : Math.max(1, this.#count.failed);
      process.stdout.write(`\n${lineOf({ ...this.#count, failed })}\n`);
    });
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#specifications = specifications;
  }

  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly SerializedError[], reason: TestRunEndReason): void {
    const neverRan = this.#specifications.filter(({ testModule }) => testModule === undefined).length;
    this.#count = countOf(modules, uncaught.length + neverRan + (reason === 'interrupted' ? 1 : 0));
  }
}

function countOf(modules: readonly TestModule[], otherFailures: number): Count {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  const groups: readonly (TestModule | TestSuite)[] = modules.flatMap((module) => [
    module,
    ...module.children.allSuites(),
  ]);
  const groupErrors = groups.reduce((sum, group) => sum + group.errors().length, 0);
  return {
    passed: count('passed'),
    failed: count('failed') + count('pending') + groupErrors + otherFailures,
    skipped: count('skipped'),
  };
}

function lineOf({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
