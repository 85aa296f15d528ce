package io.slipway.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The examples of docs/reference/contract, which the operator's tests read too. */
public final class ContractExamples {
  private ContractExamples() {}

  public static byte[] read(String name) throws IOException {
    try (InputStream in = ContractExamples.class.getResourceAsStream("/contract/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
