package io.slipway.pmml;

/**
 * What a document may cost before it is refused.
 *
 * @param depth elements (objects and arrays, in JSON) inside one another. Readers and evaluators
 *     recurse once or more a level: deeper documents would overflow the stack of a thread that
 *     scores
 * @param heapBytes the estimated size of the loaded document
 * @param sparseLength the length a sparse array may claim, since it is unfolded to that length
 * @param fieldChain derived fields that refer to one another in a row
 * @param functionCalls calls that one use of a function in the document leads to
 */
record Limits(int depth, long heapBytes, int sparseLength, int fieldChain, long functionCalls) {
  private static final int DEPTH = 1000;
  private static final int SPARSE_LENGTH = 10_000_000;
  private static final int FIELD_CHAIN = 200;
  private static final long FUNCTION_CALLS = 1_000_000;

  /** The heap share leaves room for reading, which holds a document twice at its peak. */
  static Limits ofThisProcess() {
    return new Limits(
        DEPTH, Runtime.getRuntime().maxMemory() / 2, SPARSE_LENGTH, FIELD_CHAIN, FUNCTION_CALLS);
  }
}
