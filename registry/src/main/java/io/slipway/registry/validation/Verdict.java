package io.slipway.registry.validation;

import io.slipway.registry.rendition.Renditions;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Signature;
import java.util.List;

/** What validation came to. */
public sealed interface Verdict {

  /**
   * A model that loads, and reproduces the verification rows in its document where it has some.
   *
   * @param format by its content
   * @param signature what it takes and gives
   * @param engine who loaded it
   * @param renditions the forms there are of it
   */
  record Accepted(ModelFormat format, Signature signature, EngineInfo engine, Renditions renditions)
      implements Verdict {}

  /**
   * No model, or none that can be served.
   *
   * @param reasons at least one
   */
  record Rejected(List<Reason> reasons) implements Verdict {
    public Rejected {
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("rejected without a reason");
      }
      reasons = List.copyOf(reasons);
    }

    static Rejected because(Reason reason) {
      return new Rejected(List.of(reason));
    }
  }
}
