package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dmg.pmml.InlineTable;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.TextIndex;
import org.dmg.pmml.TextIndexNormalization;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.InlineTableUtil;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The regular expressions with which text is split and normalised. JPMML runs them itself, so they
 * cannot be bounded as they run, as {@link BoundedFunctions} are, and those that can take
 * exponential time are refused: a repeated group that holds a repetition, and back references. So
 * are tables applied until nothing changes, unless they can only take letters away.
 */
final class TextPatterns extends AbstractVisitor {
  /** Alternatives of plain words, as stop words are written: each match takes a letter away. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(\\(\\?[a-zU]+\\))?(\\\\b)?\\(?[\\p{L}\\p{N}_'-]+(\\|[\\p{L}\\p{N}_'-]+)*+\\)?(\\\\b)?");

  private final List<ModelLoadException> refusals = new ArrayList<>();

  private TextPatterns() {}

  static void check(PMML pmml) throws ModelLoadException {
    TextPatterns patterns = new TextPatterns();
    patterns.applyTo(pmml);
    if (!patterns.refusals.isEmpty()) {
      throw patterns.refusals.get(0);
    }
  }

  @Override
  public VisitorAction visit(TextIndex index) {
    check(index.getWordRE(), index);
    check(index.getWordSeparatorCharacterRE(), index);
    return super.visit(index);
  }

  @Override
  public VisitorAction visit(TextIndexNormalization normalization) {
    check(normalization.getWordRE(), normalization);
    check(normalization.getWordSeparatorCharacterRE(), normalization);
    InlineTable table = normalization.getInlineTable();
    if (table != null) {
      for (Map<String, Object> row : InlineTableUtil.getContent(table).rowMap().values()) {
        check(normalization, row);
      }
    }
    return super.visit(normalization);
  }

  private void check(TextIndexNormalization normalization, Map<String, Object> row) {
    String in = text(row.get(normalization.getInField()));
    boolean regex = "true".equalsIgnoreCase(text(row.get(normalization.getRegexField())));
    if (regex) {
      check(in, normalization);
    }
    if (normalization.isRecursive()) {
      String out = text(row.get(normalization.getOutField()));
      boolean shrinks =
          in != null
              && out != null
              && out.isBlank()
              && out.length() <= 1
              && (regex ? WORDS.matcher(in).matches() : !in.isBlank());
      if (!shrinks) {
        refusals.add(
            LoadFailure.unsupported(
                LoadFailure.at(normalization)
                    + "TextIndexNormalization with recursive=\"true\" may never end: only tables that"
                    + " blank out words are taken, not \""
                    + Abbreviation.of(String.valueOf(in))
                    + "\""));
      }
    }
  }

  private static @Nullable String text(@Nullable Object cell) {
    return cell == null ? null : cell.toString();
  }

  private void check(@Nullable String regex, PMMLObject where) {
    if (regex == null) {
      return;
    }
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      refusals.add(
          LoadFailure.invalid(
              LoadFailure.at(where)
                  + "\""
                  + Abbreviation.of(regex)
                  + "\" is no regular expression"));
      return;
    }
    if (mayExplode(regex)) {
      refusals.add(
          LoadFailure.unsupported(
              LoadFailure.at(where)
                  + "the regular expression \""
                  + Abbreviation.of(regex)
                  + "\" repeats a group that holds a repetition, or refers back to one: it can take"
                  + " exponential time"));
    }
  }

  /** Reads a pattern that compiles: repetitions by nesting level of groups, outside of classes. */
  static boolean mayExplode(String regex) {
    boolean[] repeats = new boolean[regex.length() + 2];
    int level = 0;
    int classes = 0;
    boolean groupJustClosed = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        if (regex.startsWith("\\Q", i)) {
          int end = regex.indexOf("\\E", i);
          i = end < 0 ? regex.length() : end + 1;
          groupJustClosed = false;
          continue;
        }
        i++;
        char escaped = i < regex.length() ? regex.charAt(i) : '\\';
        if (classes == 0 && (escaped == 'k' || (escaped >= '1' && escaped <= '9'))) {
          return true;
        }
        groupJustClosed = false;
      } else if (c == '[') {
        classes++;
      } else if (classes > 0) {
        classes -= c == ']' ? 1 : 0;
        groupJustClosed = false;
      } else if (c == '(') {
        level++;
        repeats[level] = false;
        groupJustClosed = false;
        i += i + 1 < regex.length() && regex.charAt(i + 1) == '?' ? 1 : 0;
      } else if (c == ')') {
        groupJustClosed = true;
        level--;
        repeats[level] |= repeats[level + 1];
      } else if (c == '*' || c == '+' || c == '{') {
        if (groupJustClosed && repeats[level + 1]) {
          return true;
        }
        repeats[level] = true;
        groupJustClosed = false;
      } else {
        groupJustClosed = false;
      }
    }
    return false;
  }
}
