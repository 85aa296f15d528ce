package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.concurrent.CancellationException;
import org.dmg.pmml.PMMLObject;
import org.jpmml.evaluator.NotImplementedException;
import org.jpmml.model.MissingAttributeException;
import org.jpmml.model.PMMLException;
import org.jpmml.model.UnsupportedMarkupException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Locator;

/** Turns what goes wrong while loading into sentences for the person who exported the model. */
final class LoadFailure {
  private LoadFailure() {}

  static ModelLoadException invalid(String message) {
    return new ModelLoadException(Reason.MODEL_INVALID, message);
  }

  static ModelLoadException unsupported(String message) {
    return new ModelLoadException(Reason.MODEL_UNSUPPORTED, message);
  }

  static ModelLoadException tooLarge(String message) {
    return new ModelLoadException(Reason.MODEL_TOO_LARGE, message);
  }

  /** Where in the document an object stands, as the start of a message. */
  static String at(@Nullable PMMLObject object) {
    if (object == null) {
      return "";
    }
    Locator locator = object.getLocator();
    return locator == null || locator.getLineNumber() < 0
        ? ""
        : "line " + locator.getLineNumber() + ": ";
  }

  static ModelLoadException of(@Nullable Throwable failure) {
    if (failure instanceof ModelLoadException refused) {
      return refused;
    }
    if (failure instanceof CancellationException) {
      return new ModelLoadException(
          Reason.LOAD_TIMEOUT, "loading the PMML document was interrupted");
    }
    if (failure instanceof PMMLException refused) {
      boolean unsupported =
          refused instanceof UnsupportedMarkupException
              || refused instanceof NotImplementedException;
      return new ModelLoadException(
          unsupported ? Reason.MODEL_UNSUPPORTED : Reason.MODEL_INVALID,
          at(refused.getContext()) + markup(refused),
          refused);
    }
    String unknown = "the document cannot be read: ";
    return failure == null
        ? invalid(unknown + "no cause is known")
        : new ModelLoadException(Reason.MODEL_INVALID, unknown + sentence(failure), failure);
  }

  /** JPMML reads an attribute whose value is none of the words allowed as if it were not there. */
  private static String markup(PMMLException refused) {
    return refused instanceof MissingAttributeException
        ? sentence(refused).replace("is not defined", "is missing, or its value is not PMML's")
        : sentence(refused);
  }

  private static String sentence(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
