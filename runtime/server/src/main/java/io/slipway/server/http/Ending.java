package io.slipway.server.http;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** How work ended: gives its value, or throws what it threw. */
@FunctionalInterface
interface Ending<T> {

  /**
   * @throws TimeoutException if it had not ended by its deadline
   * @throws ExecutionException with what it threw
   */
  T get() throws TimeoutException, ExecutionException;
}
