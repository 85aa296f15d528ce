package io.slipway.server.http;

import java.util.Locale;

/** In which protocol a caller asks for predictions. */
enum Protocol {
  /** Open Inference Protocol v2. */
  INFER,
  /** Named records in JSON. */
  RECORDS,
  CSV;

  /** The value of the label {@code protocol} in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
