package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatWriter;

/**
 * An op that can be kept in a file. Beside {@link #write} its class has a method {@code read},
 * which takes what that wrote and holds every slot and place in it to its bounds.
 */
public interface Kept extends Op {
  void write(FlatWriter out);
}
