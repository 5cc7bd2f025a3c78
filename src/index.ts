/**
 * The library beside the command line: the doors of the folders. What is not named here may change at any time.
 */
export * from './problem.js';
export * from './workspace/index.js';
export * from './text/index.js';
export * from './classifier/index.js';
export * from './evaluation/index.js';
export * from './assistant/index.js';
export * from './importing/index.js';
export * from './lint/index.js';
export * from './conversations/index.js';
