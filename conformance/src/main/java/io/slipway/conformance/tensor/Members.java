package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Members of objects that an answer must have. */
public final class Members {
  private Members() {}

  public static Json.Obj object(Json json, String what) throws MalformedAnswer {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw new MalformedAnswer(what + " is no object: " + json.text());
  }

  public static Json require(Json.Obj object, String key) throws MalformedAnswer {
    return object
        .get(key)
        .orElseThrow(() -> new MalformedAnswer("there is no \"" + key + "\" in " + object.text()));
  }

  public static String text(Json.Obj object, String key) throws MalformedAnswer {
    if (require(object, key) instanceof Json.Text text) {
      return text.value();
    }
    throw new MalformedAnswer("\"" + key + "\" is no string in " + object.text());
  }

  public static List<Json> array(Json.Obj object, String key) throws MalformedAnswer {
    if (require(object, key) instanceof Json.Arr array) {
      return array.elements();
    }
    throw new MalformedAnswer("\"" + key + "\" is no array in " + object.text());
  }

  public static List<String> texts(Json.Obj object, String key) throws MalformedAnswer {
    List<String> texts = new ArrayList<>();
    for (Json element : array(object, key)) {
      if (!(element instanceof Json.Text text)) {
        throw new MalformedAnswer("\"" + key + "\" has more than strings: " + object.text());
      }
      texts.add(text.value());
    }
    return texts;
  }

  public static long whole(Json.Obj object, String key) throws MalformedAnswer {
    if (require(object, key) instanceof Json.Num number
        && number.isWhole()
        && number.digits().length() <= 18) {
      return Long.parseLong(number.digits());
    }
    throw new MalformedAnswer("\"" + key + "\" is no whole number in " + object.text());
  }

  static List<Long> shape(Json.Obj object, long least) throws MalformedAnswer {
    List<Long> shape = new ArrayList<>();
    for (Json dimension : array(object, "shape")) {
      if (!(dimension instanceof Json.Num number)
          || !number.isWhole()
          || number.digits().length() > 18
          || Long.parseLong(number.digits()) < least) {
        throw new MalformedAnswer("\"shape\" has " + dimension.text() + " in " + object.text());
      }
      shape.add(Long.parseLong(number.digits()));
    }
    return shape;
  }
}
