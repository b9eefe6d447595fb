#include "MadeUpTunes.h"

#include "core/model/Sampling.h"

#include <QTest>

#include <array>
#include <cmath>
#include <map>

using namespace cantilena;
using namespace cantilena::test;

namespace {

const std::array<float, 4> kLogits = {std::log(0.1F), std::log(0.5F), std::log(0.1F),
                                      std::log(0.3F)};
constexpr std::array<std::uint8_t, 4> kAll = {1, 1, 1, 1};

std::map<int, int> drawn(const SamplingSettings& settings,
                         std::span<const std::uint8_t> allowed = kAll) {
    Random random(5);
    std::map<int, int> counts;
    for (int i = 0; i < 4000; ++i) {
        ++counts[drawIndex(kLogits, allowed, settings, random).value_or(-1)];
    }
    return counts;
}

/// A model that wants every pitch and length equally, and rests as much.
class EvenDecoder : public MelodyDecoder {
public:
    [[nodiscard]] std::size_t size() const override { return 1; }
    void begin(std::size_t, const MelodyContext&) override {}
    void push(std::size_t, const MelodyEvent& event) override { m_pushed.push_back(event); }
    void copy(std::size_t, std::size_t) override {}
    [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<EvenDecoder>(*this);
    }
    [[nodiscard]] std::span<const float> pitchLogits(std::size_t) override { return m_pitches; }
    [[nodiscard]] std::span<const float> durationLogits(std::size_t, int) override {
        return m_durations;
    }
    std::vector<MelodyEvent> m_pushed;

private:
    std::array<float, kPitchSymbols> m_pitches{};
    std::array<float, kDurationClasses> m_durations{};
};

} // namespace

class SamplingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsByProbability() {
        const auto counts = drawn({1.0, 1.0});
        QVERIFY(std::abs(counts.at(1) - 2000) < 150);
        QVERIFY(std::abs(counts.at(3) - 1200) < 150);
        QVERIFY(std::abs(counts.at(0) - 400) < 150);
    }

    void zeroTemperatureTakesTheLikeliest() {
        QCOMPARE(drawn({0.0, 1.0}), (std::map<int, int>{{1, 4000}}));
    }

    void lowTemperatureSharpens() {
        const auto counts = drawn({0.5, 1.0});
        // Squares of the shares: 25 to 9 to 1 to 1.
        QVERIFY(std::abs(counts.at(1) - 4000 * 25 / 36) < 150);
    }

    void topPKeepsTheLikeliest() {
        QCOMPARE(drawn({1.0, 0.8}).size(), std::size_t{2});
        QCOMPARE(drawn({1.0, 0.81}).size(), std::size_t{3});
        QCOMPARE(drawn({1.0, 0.01}), (std::map<int, int>{{1, 4000}}));
    }

    void onlyWhatIsAllowed() {
        constexpr std::array<std::uint8_t, 4> some = {1, 0, 1, 0};
        QCOMPARE(drawn({1.0, 1.0}, some).size(), std::size_t{2});
        constexpr std::array<std::uint8_t, 4> none = {};
        QCOMPARE(drawn({1.0, 1.0}, none), (std::map<int, int>{{-1, 4000}}));
    }

    void everyDrawTakesOneRandomNumber() {
        constexpr std::array<std::uint8_t, 4> one = {0, 0, 1, 0};
        Random drawing(9);
        Random counting(9);
        (void)drawIndex(kLogits, kAll, {1.0, 1.0}, drawing);
        (void)drawIndex(kLogits, one, {1.0, 1.0}, drawing);
        (void)drawIndex(kLogits, kAll, {0.0, 1.0}, drawing);
        for (int i = 0; i < 3; ++i) {
            (void)counting.uniform();
        }
        QCOMPARE(drawing(), counting());
    }

    void theClassNearestToWhatIsLeftStaysLegal_data() {
        QTest::addColumn<int>("ticks");
        for (const int ticks : {1, 279, 280, 281, 1399, 1400, 2688, 6719, 6720, 6721, 26880,
                                280 * 71, 280 * 385, 280 * 3000}) {
            QTest::newRow(std::to_string(ticks).c_str()) << ticks;
        }
    }
    void theClassNearestToWhatIsLeftStaysLegal() {
        QFETCH(int, ticks);
        const Tick left{ticks};
        const auto allowed = allowedDurations(left);
        QCOMPARE(allowed[static_cast<std::size_t>(durationClass(left))], std::uint8_t{1});
        for (int i = 0; i < kDurationClasses; ++i) {
            const Tick remainder = left - classDuration(i);
            if (i != durationClass(left) && allowed[static_cast<std::size_t>(i)] != 0) {
                QVERIFY(remainder >= kUnit * 3);
            }
        }
    }

    /// However odd the length, the phrase ends exactly on time.
    void phrasesFillExactly_data() {
        QTest::addColumn<int>("ticks");
        for (const int ticks : {1, 300, 6720, 26880, 26880 + 137, 26880 * 8, 26880 * 8 + 2240}) {
            QTest::newRow(std::to_string(ticks).c_str()) << ticks;
        }
    }
    void phrasesFillExactly() {
        QFETCH(int, ticks);
        for (std::uint64_t rng = 0; rng < 50; ++rng) {
            EvenDecoder decoder;
            Random random(rng);
            const auto phrase = samplePhrase(decoder, 0, {}, {Tick{ticks}}, {1.0, 1.0}, random, {});
            QVERIFY(phrase.has_value());
            QCOMPARE(phrase->events, decoder.m_pushed);
            Tick length;
            bool afterRest = false;
            for (const MelodyEvent& event : phrase->events) {
                QVERIFY(event.duration > Tick{});
                length += event.duration;
                QVERIFY(!(afterRest && event.kind == EventKind::Rest));
                afterRest = event.kind == EventKind::Rest;
            }
            QCOMPARE(length, Tick{ticks});
        }
    }

    /// However odd the time, the last note is one that may be the last, where it may begin.
    void phrasesEndWhereAsked_data() {
        QTest::addColumn<int>("ticks");
        QTest::addColumn<QList<int>>("onsets");
        QTest::newRow("a bar") << 26880 << QList{0, 6720, 13440, 20160};
        QTest::newRow("a whole tune") << 26880 * 8 << QList{26880 * 7, 26880 * 7 + 13440};
        QTest::newRow("one place") << 26880 * 8 << QList{26880 * 7 + 13440};
        QTest::newRow("off the grid") << 26880 + 137 << QList{137, 6857, 20297};
        QTest::newRow("between two classes") << 280 * 194 << QList{280 * 182};
        QTest::newRow("longer than any class") << 280 * 500 << QList{280 * 60};
        QTest::newRow("at once") << 3360 << QList{0};
        QTest::newRow("soon") << 6720 << QList{0, 1};
    }
    void phrasesEndWhereAsked() {
        QFETCH(int, ticks);
        QFETCH(QList<int>, onsets);
        for (std::uint64_t rng = 0; rng < 200; ++rng) {
            EvenDecoder decoder;
            Random random(rng);
            PhraseConstraints constraints{Tick{ticks}};
            constraints.lastPitchClass = rng % 2 == 0 ? std::optional(7) : std::nullopt;
            for (const int onset : onsets) {
                constraints.lastOnsets.emplace_back(onset);
            }
            const auto phrase = samplePhrase(decoder, 0, {}, constraints, {1.0, 1.0}, random, {});
            QVERIFY(phrase.has_value());
            Tick length;
            for (const MelodyEvent& event : phrase->events) {
                QVERIFY(event.duration > Tick{});
                length += event.duration;
            }
            QCOMPARE(length, Tick{ticks});
            const MelodyEvent& last = phrase->events.back();
            QCOMPARE(last.kind, EventKind::Note);
            QVERIFY(onsets.contains(static_cast<int>((length - last.duration).value)));
            QVERIFY(rng % 2 != 0 || last.pitch.number % 12 == 7);
        }
    }

    void phrasesKeepToTheRange() {
        EvenDecoder decoder;
        Random random(1);
        const auto phrase =
            samplePhrase(decoder, 0, {}, {kWhole * 50, {60}, {62}}, {1.0, 1.0}, random, {});
        QVERIFY(phrase.has_value());
        for (const MelodyEvent& event : phrase->events) {
            QVERIFY(event.kind == EventKind::Rest ||
                    (event.pitch >= Pitch{60} && event.pitch <= Pitch{62}));
        }
    }

    void stopsWhenAsked() {
        EvenDecoder decoder;
        Random random(1);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!samplePhrase(decoder, 0, {}, {kWhole}, {}, random, stop.get_token()));
    }

    void bitsAreNegativeLogarithms() {
        QVERIFY(std::abs(bitsOf(kLogits, 1) - 1.0) < 1e-6);
        constexpr std::array<std::uint8_t, 4> some = {1, 0, 1, 0};
        QVERIFY(std::abs(bitsOf(kLogits, 0, some) - 1.0) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(SamplingTest)
#include "SamplingTest.moc"
