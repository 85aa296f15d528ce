package io.slipway.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.Split;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever files are cut, each line comes once, and whole. */
class SplitLinesTest {
  private static final int NO_LIMIT = 1 << 20;

  /** Files in memory, read in small gulps. */
  private record Held(Map<String, String> contents) implements Input {
    @Override
    public List<InputFile> list() {
      return contents.entrySet().stream()
          .map(file -> new InputFile(file.getKey(), bytes(file.getValue()).length, "1"))
          .toList();
    }

    @Override
    public InputStream open(InputFile file, long from) {
      byte[] all = bytes(contents.getOrDefault(file.name(), ""));
      int begin = (int) Math.min(from, all.length);
      return new ByteArrayInputStream(all, begin, all.length - begin) {
        @Override
        public synchronized int read(byte[] to, int at, int length) {
          return super.read(to, at, Math.min(length, 7));
        }
      };
    }
  }

  @Property(tries = 2000)
  void everyLineOfEveryFileComesOnceInTheSplitWhereItBegins(
      @ForAll @LongRange(min = 1, max = 40) long splitBytes,
      @ForAll @IntRange(min = 1, max = 9) int maxSplits,
      @ForAll long seed)
      throws IOException {
    Map<String, String> contents = contents(new Random(seed));
    Held input = new Held(contents);
    Plan plan = new Planner(splitBytes, maxSplits).plan(input.list(), Division.BETWEEN_LINES);
    List<String> lines = new ArrayList<>();
    for (Split split : plan.splits()) {
      for (Line line : read(input, plan, split, NO_LIMIT)) {
        assertThat(line.isWhole()).isTrue();
        assertThat(split.slices())
            .anySatisfy(
                slice -> {
                  assertThat(slice.file()).isEqualTo(line.file());
                  assertThat(line.at()).isBetween(slice.from(), slice.to() - 1);
                });
        lines.add(line.file() + ": " + text(line));
      }
    }
    assertThat(lines).containsExactlyElementsOf(expected(contents));
  }

  /** Lines as a person would find them, by another way than the code under test. */
  private static List<String> expected(Map<String, String> contents) {
    List<String> lines = new ArrayList<>();
    contents.forEach(
        (file, content) -> {
          String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
          Stream.of(text.split("\n", -1))
              .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
              .filter(line -> !line.isEmpty())
              .forEach(line -> lines.add(file + ": " + line));
        });
    return lines;
  }

  private static Map<String, String> contents(Random random) {
    Map<String, String> contents = new TreeMap<>();
    int files = 1 + random.nextInt(3);
    for (int file = 0; file < files; file++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
      int lines = random.nextInt(8);
      for (int i = 0; i < lines; i++) {
        String unit = random.nextBoolean() ? "x" : "å";
        text.append(unit.repeat(random.nextInt(4) * random.nextInt(6)));
        text.append(random.nextInt(5) == 0 ? "\r\n" : "\n");
      }
      text.append(random.nextBoolean() ? "end" : "");
      contents.put("part-" + file, text.toString());
    }
    return contents;
  }

  @Test
  void aLineLongerThanLinesMayBeIsCutAndTheNextOneIsWhole() throws IOException {
    Held input = new Held(Map.of("a", "12345678\n1234\r\n123456\n"));
    Plan plan = new Planner(100, 1).plan(input.list(), Division.BETWEEN_LINES);
    List<Line> lines = read(input, plan, plan.splits().get(0), 4);
    assertThat(lines).extracting(SplitLinesTest::text).containsExactly("1234", "1234", "1234");
    assertThat(lines).extracting(Line::isWhole).containsExactly(false, true, false);
    assertThat(lines).extracting(Line::length).containsExactly(8L, 4L, 6L);
    assertThat(lines.get(2).place()).isEqualTo("a, byte 15");
  }

  @Test
  void aFileThatIsWrittenOverAfterThePlanIsRefused(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("dt=1/_temporary"));
    Files.writeString(folder.resolve("dt=1/a.jsonl"), "{}\n{}\n");
    Files.writeString(folder.resolve("dt=1/_SUCCESS"), "");
    Files.writeString(folder.resolve("dt=1/_temporary/b.jsonl"), "{}\n");
    Files.writeString(folder.resolve("dt=1/.a.jsonl.crc"), "crc");
    FolderInput input = new FolderInput(folder);
    Plan plan = new Planner(100, 1).plan(input.list(), Division.BETWEEN_LINES);
    assertThat(plan.files()).extracting(InputFile::name).containsExactly("dt=1/a.jsonl");
    assertThat(read(input, plan, plan.splits().get(0), NO_LIMIT)).hasSize(2);

    Files.writeString(folder.resolve("dt=1/a.jsonl"), "{}\n{}\n{}\n");
    assertThatThrownBy(() -> read(input, plan, plan.splits().get(0), NO_LIMIT))
        .isInstanceOf(InputChangedException.class)
        .hasMessageStartingWith(
            "dt=1/a.jsonl has changed since the run was planned: it had 6 bytes")
        .hasMessageContaining("and has 9");

    Files.delete(folder.resolve("dt=1/a.jsonl"));
    assertThatThrownBy(() -> read(input, plan, plan.splits().get(0), NO_LIMIT))
        .isInstanceOf(InputChangedException.class)
        .hasMessageContaining("it is gone");
  }

  @Test
  void aFileThatIsCutOffWhileItIsReadIsRefusedAtTheFirstLineThatIsNotWhole() throws IOException {
    Held planned = new Held(Map.of("a", "1234\n1234\n1234\n"));
    Plan plan = new Planner(8, 2).plan(planned.list(), Division.BETWEEN_LINES);
    for (String left : List.of("", "12", "1234\n", "1234\n12", "1234\n1234\n", "1234\n1234\n1")) {
      Held cutOff = new Held(Map.of("a", left));
      assertThatThrownBy(
              () -> {
                for (Split split : plan.splits()) {
                  read(cutOff, plan, split, NO_LIMIT);
                }
              })
          .as(left)
          .isInstanceOf(InputChangedException.class)
          .hasMessageContaining("it had 15 bytes, and was cut off at ");
    }
  }

  @Test
  void aSingleFileIsAnInputToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    FolderInput input = new FolderInput(file);
    Plan plan = new Planner(100, 1).plan(input.list(), Division.BETWEEN_FILES);
    assertThat(read(input, plan, plan.splits().get(0), NO_LIMIT))
        .extracting(SplitLinesTest::text)
        .containsExactly("a", "1");
  }

  private static List<Line> read(Input input, Plan plan, Split split, int maxLineBytes)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    try (SplitLines reader = new SplitLines(input, plan, split, maxLineBytes)) {
      for (var line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private static String text(Line line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
