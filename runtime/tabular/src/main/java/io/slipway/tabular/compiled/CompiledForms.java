package io.slipway.tabular.compiled;

import io.slipway.scoring.FormCompiler;
import io.slipway.scoring.Model;
import io.slipway.scoring.UnfitFormException;
import io.slipway.scoring.UnfitFormException.Unfit;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.flat.MalformedFormException;
import io.slipway.tabular.model.TabularModel;
import io.slipway.tabular.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Keeps models of which every op can be kept: trees, regressions, their features and sums. */
public final class CompiledForms implements FormCompiler {
  private static final Steps STEPS = new Steps();

  private enum Kind {
    FIELDS,
    TENSORS
  }

  @Override
  public Optional<byte[]> compile(Model model) {
    FlatWriter out = new FlatWriter();
    if (model instanceof TabularModel fields) {
      out.choice(Kind.FIELDS);
      fields.write(out, STEPS);
    } else if (model instanceof TensorModel tensors) {
      out.choice(Kind.TENSORS);
      tensors.write(out, STEPS);
    } else {
      out.lacksForm();
    }
    return out.written();
  }

  @Override
  public Model restore(ByteBuffer form) throws UnfitFormException {
    FlatReader in = new FlatReader(form);
    try {
      Model model =
          switch (in.choice(Kind.values())) {
            case FIELDS -> TabularModel.read(in, STEPS);
            case TENSORS -> TensorModel.read(in, STEPS);
          };
      in.end();
      return model;
    } catch (MalformedFormException e) {
      throw new UnfitFormException(Unfit.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }
}
