package io.slipway.batch.warehouse;

import static io.slipway.batch.warehouse.Generation.OUTPUTS;
import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.current;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every warehouse. */
public abstract class WarehouseContract {
  private Warehouse warehouse;

  /** The same one each time, as another process has it, in which nothing was loaded before. */
  protected abstract Warehouse open() throws Exception;

  /** Waits until no reader can be at what was current. */
  protected abstract void awaitReadersEnd() throws InterruptedException;

  /** Takes from what is kept of the set what programs of before did not keep. */
  protected abstract void makeAsBefore() throws Exception;

  /** What is read where a zero with a minus was written. */
  protected double negativeZero() {
    return -0.0;
  }

  @BeforeEach
  void begin() throws Exception {
    warehouse = open();
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  private static RowSource never() {
    return () -> {
      throw new AssertionError("the source was asked");
    };
  }

  private Kind refused(Callable<?> call) {
    return catchThrowableOfType(WarehouseException.class, call::call).kind();
  }

  private Prediction predicted(String key) {
    return Objects.requireNonNull(
        warehouse.find(SET, List.of(key)).orElseThrow().predictions().get(key));
  }

  @Test
  void underANameThatNobodyUsedThereIsNothing() {
    assertThat(warehouse.find(SET, List.of("a"))).isEmpty();
    assertThat(warehouse.history(SET, "a", 10)).isEmpty();
    assertThat(warehouse.versions(SET)).isEmpty();
  }

  @Test
  void whatIsLoadedIsReadOnceItIsPublished() throws Exception {
    SetVersion loaded = Generation.of(1).loadInto(warehouse);
    assertThat(loaded.state()).isEqualTo(State.LOADED);
    assertThat(loaded.counts()).isEqualTo(new Counts(250, 0));
    assertThat(warehouse.find(SET, List.of(key(0)))).isEmpty();

    SetVersion published = warehouse.publish(SET, loaded.setId(), new Expected.Nothing());
    assertThat(published.state()).isEqualTo(State.PUBLISHED);
    assertThat(published.current()).isTrue();
    assertThat(published.publishedAt()).isPresent();

    Answer answer = warehouse.find(SET, List.of(key(249), "nobody", key(0), key(0))).orElseThrow();
    assertThat(answer.version()).isEqualTo(published);
    assertThat(answer.version().run()).isEqualTo(Generation.of(1).run());
    assertThat(answer.columns()).containsExactly("generation", "score");
    assertThat(answer.predictions().keySet()).containsExactlyInAnyOrder(key(0), key(249));
    assertThat(predicted(key(249)).values()).isEqualTo(Map.of("generation", 1, "score", 1.249));
  }

  @Test
  void everyTypeKeepsItsValuesToTheLastBit() throws Exception {
    BitSet second = new BitSet();
    second.set(1);
    List<Column> columns =
        List.of(
            Column.ofBooleans("bool", true, false),
            column("u8", DataType.UINT8, new byte[] {(byte) 255, 0}),
            column("u16", DataType.UINT16, new short[] {(short) 65535, 0}),
            column("u32", DataType.UINT32, new int[] {-1, 0}),
            column("u64", DataType.UINT64, new long[] {-1, 0}),
            column("i8", DataType.INT8, new byte[] {-128, 0}),
            column("i16", DataType.INT16, new short[] {Short.MIN_VALUE, 0}),
            column("i32", DataType.INT32, new int[] {Integer.MIN_VALUE, 0}),
            Column.ofLongs("i64", Long.MIN_VALUE, 0),
            column("f16", DataType.FP16, new short[] {Float.floatToFloat16(0.1f), 0}),
            Column.ofFloats("f32", 0.1f, Float.MIN_VALUE),
            Column.ofDoubles("f64", 0.1 + 0.2, Double.MIN_VALUE),
            Column.ofDoubles("odd", Double.NaN, Double.NEGATIVE_INFINITY),
            Column.ofDoubles("zero", -0.0, 0.0),
            Column.ofStrings("text", "a\tb\\N\n\r'\"ü😀", ""),
            Column.of(
                "gap", DataType.FP64, Shape.of(2), new double[] {1, 2}, Validity.allBut(second)));
    SetVersion loaded =
        warehouse.load(
            SET,
            Generation.of(1).run(),
            columns.stream().map(column -> new Output(column.name(), column.type())).toList(),
            RowSource.of(
                List.of(Rows.scored(Column.ofStrings("key", "x", "y"), Batch.of(columns)))),
            new Counts(2, 0));
    warehouse.publish(SET, loaded.setId(), new Expected.Nothing());

    Map<String, Object> x = predicted("x").values();
    assertThat(x)
        .containsEntry("bool", true)
        .containsEntry("u8", 255)
        .containsEntry("u16", 65535)
        .containsEntry("u32", 4294967295L)
        .containsEntry("u64", new BigDecimal("18446744073709551615"))
        .containsEntry("i8", -128)
        .containsEntry("i16", -32768)
        .containsEntry("i32", Integer.MIN_VALUE)
        .containsEntry("i64", Long.MIN_VALUE)
        .containsEntry("f16", Float.float16ToFloat(Float.floatToFloat16(0.1f)))
        .containsEntry("f32", 0.1f)
        .containsEntry("f64", 0.1 + 0.2)
        .containsEntry("odd", Double.NaN)
        .containsEntry("zero", negativeZero())
        .containsEntry("text", "a\tb\\N\n\r'\"ü😀")
        .containsEntry("gap", 1.0);
    assertThat(predicted("y").values())
        .containsEntry("f32", Float.MIN_VALUE)
        .containsEntry("f64", Double.MIN_VALUE)
        .containsEntry("odd", Double.NEGATIVE_INFINITY)
        .containsEntry("text", "")
        .doesNotContainKey("gap");
  }

  private static Column column(String name, DataType type, Object values) {
    return Column.of(name, type, Shape.of(2), values);
  }

  @Test
  void aRowThatCouldNotBeScoredSaysWhy() throws Exception {
    BitSet first = new BitSet();
    first.set(0);
    Rows rows =
        new Rows(
            Column.ofStrings("key", "good", "bad"),
            Batch.of(
                Column.of(
                    "score",
                    DataType.FP64,
                    Shape.of(2),
                    new double[] {0.5, 0},
                    Validity.allBut(BitSet.valueOf(new long[] {2})))),
            Column.of(
                "error",
                DataType.BYTES,
                Shape.of(2),
                new String[] {"", "income: missing"},
                Validity.allBut(first)));
    SetVersion loaded =
        warehouse.load(
            SET,
            Generation.of(1).run(),
            List.of(new Output("score", DataType.FP64)),
            RowSource.of(List.of(rows)),
            new Counts(2, 1));
    assertThat(loaded.counts()).isEqualTo(new Counts(2, 1));
    warehouse.publish(SET, loaded.setId(), new Expected.Nothing());
    assertThat(predicted("bad"))
        .isEqualTo(new Prediction("bad", Map.of(), Optional.of("income: missing")));
    assertThat(predicted("good").error()).isEmpty();
  }

  @Test
  void aSummaryIsKeptWithTheRowsToTheLastCharacterAndGoesWithThem() throws Exception {
    String summary = "{\"b\": 1.10, \"a\": \"'ü😀\\u0000\\n\"}";
    Generation one = Generation.of(1);
    SetVersion first =
        warehouse.load(
            SET,
            one.run(),
            OUTPUTS,
            one.source(),
            new Contents(one.counts(), Optional.of(summary)));
    assertThat(warehouse.summary(SET, first.setId())).contains(summary);
    assertThat(warehouse.summary(new SetName("another"), first.setId())).isEmpty();
    assertThat(warehouse.summary(SET, first.setId() + 1000)).isEmpty();

    warehouse.publish(SET, first.setId(), new Expected.Nothing());
    SetVersion second = Generation.of(2).publishIn(warehouse);
    assertThat(warehouse.summary(SET, second.setId())).isEmpty();
    assertThat(warehouse.summary(SET, first.setId())).contains(summary);

    awaitReadersEnd();
    warehouse.retire(SET, first.setId());
    assertThat(warehouse.summary(SET, first.setId())).isEmpty();
  }

  @Test
  void aLoadThatIsRefusedLeavesNoSummary() {
    Generation one = Generation.of(1);
    assertThatThrownBy(
            () ->
                warehouse.load(
                    SET,
                    one.run(),
                    OUTPUTS,
                    one.source(),
                    new Contents(new Counts(251, 0), Optional.of("{}"))))
        .isInstanceOf(WarehouseException.class);
    assertThat(warehouse.versions(SET))
        .allSatisfy(version -> assertThat(warehouse.summary(SET, version.setId())).isEmpty());
  }

  @Test
  void theSameRunLoadedAgainIsTheSameSetVersion() throws Exception {
    SetVersion first = Generation.of(1).publishIn(warehouse);
    SetVersion again =
        warehouse.load(SET, Generation.of(1).run(), OUTPUTS, never(), new Counts(0, 0));
    assertThat(again).isEqualTo(first);
    assertThat(Generation.of(2).loadInto(warehouse).setId()).isGreaterThan(first.setId());
  }

  @Test
  void rowsThatAreNotAllThereAreNotKept() throws Exception {
    Generation one = Generation.of(1);
    assertThatThrownBy(
            () -> warehouse.load(SET, one.run(), OUTPUTS, one.source(), new Counts(251, 0)))
        .isInstanceOf(WarehouseException.class)
        .hasMessageContaining("250 rows of which 0 are errors came, and there should be 251");
    assertThat(warehouse.versions(SET)).allMatch(version -> !version.state().isWhole());
    assertThat(one.loadInto(warehouse).counts()).isEqualTo(one.counts());
  }

  @Test
  void aKeyWithTwoRowsIsRefused() throws Exception {
    Rows twice =
        Rows.scored(
            Column.ofStrings("key", "a", "b", "a"), Batch.of(Column.ofDoubles("score", 1, 2, 3)));
    assertThatThrownBy(
            () ->
                warehouse.load(
                    SET,
                    Generation.of(1).run(),
                    List.of(new Output("score", DataType.FP64)),
                    RowSource.of(List.of(twice)),
                    new Counts(3, 0)))
        .isInstanceOfSatisfying(
            WarehouseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining("a key has several rows");
    assertThat(warehouse.versions(SET)).allMatch(version -> !version.state().isWhole());
  }

  @Test
  void aSourceThatBreaksOffLeavesNothingAndTheLoadCanBeRepeated() throws Exception {
    Generation one = Generation.of(1);
    List<Rows> batches = one.batches();
    RowSource breaking =
        new RowSource() {
          private int asked;

          @Override
          public Optional<Rows> next() throws IOException {
            if (asked == 2) {
              throw new IOException("the part is gone");
            }
            return Optional.of(batches.get(asked++));
          }
        };
    assertThatThrownBy(() -> warehouse.load(SET, one.run(), OUTPUTS, breaking, one.counts()))
        .isInstanceOf(IOException.class)
        .hasMessage("the part is gone");
    SetVersion version = one.publishIn(warehouse);
    assertThat(version.counts()).isEqualTo(one.counts());
    assertThat(warehouse.versions(SET).stream().filter(v -> v.state().isWhole())).hasSize(1);
  }

  @Test
  void thePointerMovesOnlyFromWhereItIsBelievedToBe() throws Exception {
    SetVersion one = Generation.of(1).publishIn(warehouse);
    SetVersion two = Generation.of(2).loadInto(warehouse);
    assertThat(refused(() -> warehouse.publish(SET, two.setId(), new Expected.Nothing())))
        .isEqualTo(Kind.CONFLICT);
    assertThat(predicted(key(0)).values()).containsEntry("generation", 1);

    warehouse.publish(SET, two.setId(), new Expected.At(one.setId()));
    // Whoever did not get the answer asks again.
    SetVersion again = warehouse.publish(SET, two.setId(), new Expected.At(one.setId()));
    assertThat(again.current()).isTrue();
    assertThat(predicted(key(0)).values()).containsEntry("generation", 2);
  }

  @Test
  void anEarlierSetVersionBecomesCurrentAgain() throws Exception {
    SetVersion one = Generation.of(1).publishIn(warehouse);
    SetVersion two = Generation.of(2).publishIn(warehouse);
    SetVersion back = warehouse.publish(SET, one.setId(), new Expected.At(two.setId()));
    assertThat(back).isEqualTo(one);
    assertThat(predicted(key(0)).values()).containsEntry("generation", 1);
    assertThat(warehouse.versions(SET))
        .extracting(SetVersion::setId, SetVersion::current)
        .containsExactly(tuple(two.setId(), false), tuple(one.setId(), true));
  }

  private Optional<Long> predecessor(SetVersion of) {
    SetVersion now =
        warehouse.versions(SET).stream()
            .filter(version -> version.setId() == of.setId())
            .findFirst()
            .orElseThrow();
    return Predecessor.of(warehouse, now).map(SetVersion::setId);
  }

  @Test
  void whatASetVersionReplacedIsRememberedWhereverReadersWereSentBefore() throws Exception {
    SetVersion one = Generation.of(1).publishIn(warehouse);
    SetVersion two = Generation.of(2).publishIn(warehouse);
    warehouse.publish(SET, one.setId(), new Expected.At(two.setId()));
    SetVersion three = Generation.of(3).publishIn(warehouse);
    SetVersion four = Generation.of(4).loadInto(warehouse);
    assertThat(warehouse.replaced(SET, one.setId())).contains(new Expected.Nothing());
    assertThat(warehouse.replaced(SET, three.setId())).contains(new Expected.At(one.setId()));
    assertThat(warehouse.replaced(SET, four.setId())).isEmpty();
    assertThat(warehouse.replaced(SET, four.setId() + 1000)).isEmpty();
    assertThat(predecessor(three)).as("two was given up for it before").contains(one.setId());
    assertThat(predecessor(four)).contains(three.setId());

    warehouse.publish(SET, two.setId(), new Expected.At(three.setId()));
    awaitReadersEnd();
    warehouse.retire(SET, three.setId());
    assertThat(predecessor(one)).isEmpty();
    assertThat(predecessor(two)).as("it replaced that when it was new").contains(one.setId());
    assertThat(predecessor(three)).as("its rows are gone").contains(one.setId());
  }

  @Test
  void aSetOfAProgramThatKeptNoNoteOfWhatWasReplacedIsReadAndGoesOn() throws Exception {
    SetVersion one = Generation.of(1).publishIn(warehouse);
    SetVersion two = Generation.of(2).publishIn(warehouse);
    makeAsBefore();

    assertThat(warehouse.replaced(SET, two.setId())).isEmpty();
    assertThat(predecessor(one)).isEmpty();
    assertThat(predecessor(two)).as("published last before it").contains(one.setId());
    assertThat(predicted(key(0)).values()).containsEntry("generation", 2);
    warehouse.publish(SET, one.setId(), new Expected.At(two.setId()));
    Generation.of(3).publishIn(warehouse);
    assertThat(predicted(key(0)).values()).containsEntry("generation", 3);
  }

  @Test
  void whatIsNotThereOrGivenUpIsNotPublished() throws Exception {
    SetVersion one = Generation.of(1).publishIn(warehouse);
    SetVersion two = Generation.of(2).loadInto(warehouse);
    assertThat(refused(() -> warehouse.publish(SET, 987654321, new Expected.At(one.setId()))))
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(warehouse.retire(SET, two.setId()).state()).isEqualTo(State.RETIRED);
    assertThat(refused(() -> warehouse.publish(SET, two.setId(), new Expected.At(one.setId()))))
        .isEqualTo(Kind.INVALID);
    assertThat(refused(() -> warehouse.retire(SET, one.setId()))).isEqualTo(Kind.BUSY);
    // Run once more, it gets its rows and a new number.
    assertThat(Generation.of(2).loadInto(warehouse).setId()).isGreaterThan(two.setId());
  }

  @Test
  void oldSetVersionsGoButForTheCurrentOne() throws Exception {
    List<SetVersion> all = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      all.add(Generation.of(i).publishIn(warehouse));
    }
    warehouse.publish(SET, all.get(0).setId(), new Expected.At(all.get(4).setId()));
    awaitReadersEnd();
    assertThat(warehouse.retireAllBut(SET, 2))
        .extracting(SetVersion::setId)
        .containsExactlyInAnyOrder(all.get(1).setId(), all.get(2).setId());
    assertThat(predicted(key(7)).values()).containsEntry("generation", 1);
    assertThat(warehouse.history(SET, key(7), 10))
        .extracting(past -> past.prediction().values().get("generation"))
        .containsExactly(5, 4, 1);
    assertThat(warehouse.retireAllBut(SET, 2)).isEmpty();
    assertThat(warehouse.sweep(SET, Duration.ZERO)).isZero();
  }

  @Test
  void theHistoryOfAKeyIsNewestFirstAndAsLongAsWanted() throws Exception {
    for (int i = 1; i <= 3; i++) {
      Generation.of(i).publishIn(warehouse);
    }
    Generation.of(4).loadInto(warehouse);
    List<PastPrediction> past = warehouse.history(SET, key(3), 2);
    assertThat(past)
        .extracting(one -> one.prediction().values().get("generation"))
        .containsExactly(3, 2);
    assertThat(past.get(1).version().run()).isEqualTo(Generation.of(2).run());
    assertThat(warehouse.history(SET, "nobody", 2)).isEmpty();
  }

  @Test
  void aNewOutputIsAddedAndAnOldOneMayGo() throws Exception {
    Generation.of(1).publishIn(warehouse);
    // Often enough that a database prepares the statement, whose columns then change.
    for (int i = 0; i < 10; i++) {
      assertThat(predicted(key(0)).values()).doesNotContainKey("region");
    }
    SetVersion two =
        warehouse.load(
            SET,
            Generation.of(2).run(),
            List.of(new Output("region", DataType.BYTES)),
            RowSource.of(
                List.of(
                    Rows.scored(
                        Column.ofStrings("key", key(0)),
                        Batch.of(Column.ofStrings("region", "north"))))),
            new Counts(1, 0));
    warehouse.publish(SET, two.setId(), current(warehouse));
    assertThat(predicted(key(0)).values()).isEqualTo(Map.of("region", "north"));
    assertThat(warehouse.history(SET, key(0), 9).get(1).prediction().values())
        .containsEntry("generation", 1);
  }

  @Test
  void anOutputOfAnotherTypeIsRefusedWithTheWayOut() throws Exception {
    Generation.of(1).publishIn(warehouse);
    assertThatThrownBy(
            () ->
                warehouse.load(
                    SET,
                    Generation.of(2).run(),
                    List.of(new Output("score", DataType.BYTES)),
                    never(),
                    Counts.NONE))
        .isInstanceOfSatisfying(
            WarehouseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining("it would be text, and is double precision")
        .hasMessageContaining("give the output another name");
  }

  @Test
  void namesAndKeysThatLookLikeSqlAreNames() throws Exception {
    String output = "p\"; DROP TABLE set_version; --";
    String key = "' OR 1=1; --";
    SetVersion loaded =
        warehouse.load(
            SET,
            Generation.of(1).run(),
            List.of(
                new Output(output, DataType.FP64), new Output("probability(Yes)", DataType.FP64)),
            RowSource.of(
                List.of(
                    Rows.scored(
                        Column.ofStrings("key", key),
                        Batch.of(
                            Column.ofDoubles(output, 1),
                            Column.ofDoubles("probability(Yes)", 2))))),
            new Counts(1, 0));
    warehouse.publish(SET, loaded.setId(), new Expected.Nothing());
    assertThat(predicted(key).values()).isEqualTo(Map.of(output, 1.0, "probability(Yes)", 2.0));
    assertThat(warehouse.history(SET, key, 5)).hasSize(1);
    assertThat(warehouse.find(SET, List.of("a\0b")).orElseThrow().predictions()).isEmpty();
  }

  @Test
  void setsOfSimilarNamesKeepApart() throws Exception {
    Generation.of(1).publishIn(warehouse);
    assertThat(warehouse.find(new SetName("daily"), List.of(key(0)))).isEmpty();
    assertThat(warehouse.find(new SetName("version"), List.of(key(0)))).isEmpty();
    Generation two = Generation.of(2);
    SetName other = new SetName("pointer");
    SetVersion version = warehouse.load(other, two.run(), OUTPUTS, two.source(), two.counts());
    warehouse.publish(other, version.setId(), new Expected.Nothing());
    assertThat(predicted(key(0)).values()).containsEntry("generation", 1);
  }

  @Test
  void whoeverLoadsTheSameRunAtTheSameTimeGetsTheSameSetVersionOrIsToldToWait() throws Exception {
    Generation one = Generation.of(1);
    try (ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Optional<Long>>> loads =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      loaders.submit(
                          () -> {
                            try (Warehouse own = open()) {
                              start.await();
                              return Optional.of(one.loadInto(own).setId());
                            } catch (WarehouseException e) {
                              assertThat(e.kind()).isEqualTo(Kind.BUSY);
                              return Optional.<Long>empty();
                            }
                          }))
              .toList();
      start.countDown();
      List<Long> ids = new ArrayList<>();
      for (Future<Optional<Long>> load : loads) {
        load.get().ifPresent(ids::add);
      }
      assertThat(ids).isNotEmpty().allMatch(id -> id.equals(ids.getFirst()));
    }
    assertThat(warehouse.versions(SET)).hasSize(1);
    assertThat(one.publishIn(warehouse).counts()).isEqualTo(one.counts());
  }

  @Test
  void ofTwoRunsThatPublishAtTheSameTimeOneIsToldThatItIsTooLate() throws Exception {
    Generation.of(0).publishIn(warehouse);
    Expected before = current(warehouse);
    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Long>> publications =
          IntStream.of(1, 2)
              .mapToObj(
                  i ->
                      runs.submit(
                          () -> {
                            try (Warehouse own = open()) {
                              long setId = Generation.of(i).loadInto(own).setId();
                              start.await();
                              own.publish(SET, setId, before);
                              return setId;
                            }
                          }))
              .toList();
      start.countDown();
      List<Long> published = new ArrayList<>();
      for (Future<Long> publication : publications) {
        try {
          published.add(publication.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  WarehouseException.class,
                  late -> assertThat(late.kind()).isEqualTo(Kind.CONFLICT));
        }
      }
      assertThat(published).hasSize(1);
      assertThat(current(warehouse)).isEqualTo(new Expected.At(published.getFirst()));
    }
  }

  @Test
  void noReaderEverGetsAMixtureOrAGapWhileThePointerMoves() throws Exception {
    int moves = Boolean.getBoolean("slipway.long") ? 1000 : 25;
    TornReads.Result result = new TornReads(this::open).run(moves);
    assertThat(result.faults()).isEmpty();
    assertThat(result.generations()).as("generations that readers saw").isGreaterThan(moves / 5);
  }
}
