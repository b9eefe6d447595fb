#include "core/playback/ExternalMidi.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/Sequencer.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/HandTime.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

#include <mutex>
#include <random>

using namespace cantilena;
using namespace cantilena::test;

namespace {

using Clock = ExternalMidi::Clock;

/// What arrived, and when.
struct Arrivals {
    void add(const MidiMessage& message) {
        const std::lock_guard lock(mutex);
        messages.push_back(message);
        times.push_back(Clock::now());
    }
    [[nodiscard]] std::vector<std::vector<int>> bytes() {
        const std::lock_guard lock(mutex);
        std::vector<std::vector<int>> all;
        for (const MidiMessage& message : messages) {
            all.emplace_back(message.bytes.begin(), message.bytes.begin() + message.size);
        }
        return all;
    }
    [[nodiscard]] std::size_t count() {
        const std::lock_guard lock(mutex);
        return messages.size();
    }

    std::mutex mutex;
    std::vector<MidiMessage> messages;
    std::vector<Clock::time_point> times;
};

class ListeningPort final : public MidiOut {
public:
    explicit ListeningPort(Arrivals& arrivals)
        : m_arrivals(arrivals) {}
    void send(const MidiMessage& message) noexcept override { m_arrivals.add(message); }
    [[nodiscard]] std::string name() const override { return "Listening"; }

private:
    Arrivals& m_arrivals;
};

SoundEvent note(SoundEvent::Kind kind, int channel, int key, int velocity = 0,
                std::int64_t frame = 0) {
    return {frame,
            kind,
            static_cast<std::uint8_t>(channel),
            static_cast<std::uint8_t>(key),
            static_cast<std::uint16_t>(velocity),
            0};
}

constexpr auto kOn = SoundEvent::Kind::NoteOn;
constexpr auto kOff = SoundEvent::Kind::NoteOff;

} // namespace

class ExternalMidiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsBecomeMessages_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("value");
        QTest::addColumn<int>("position");
        QTest::addColumn<QList<QList<int>>>("bytes");
        using Bytes = QList<QList<int>>;
        const auto row = [](const char* name, SoundEvent::Kind kind, int number, int value,
                            int position, const Bytes& bytes) {
            QTest::newRow(name) << int(kind) << number << value << position << bytes;
        };
        row("note", kOn, 60, 99, 0, Bytes{{0x93, 60, 99}});
        row("controller", SoundEvent::Kind::Controller, 7, 80, 0, Bytes{{0xB3, 7, 80}});
        row("program", SoundEvent::Kind::Program, 5, 0, 0, Bytes{{0xC3, 5}});
        row("bend", SoundEvent::Kind::PitchBend, 0, 8192 + 129, 0, Bytes{{0xE3, 1, 65}});
        row("start", SoundEvent::Kind::Start, 0, 0, 0, Bytes{{0xFA}});
        row("continue", SoundEvent::Kind::Continue, 0, 0, 300, Bytes{{0xF2, 44, 2}, {0xFB}});
        row("continue beyond what MIDI can say", SoundEvent::Kind::Continue, 0, 0, 99'999,
            Bytes{{0xF2, 127, 127}, {0xFB}});
        row("stop", SoundEvent::Kind::Stop, 0, 0, 0, Bytes{{0xFC}});
        row("clock", SoundEvent::Kind::Clock, 0, 0, 0, Bytes{{0xF8}});
    }
    void eventsBecomeMessages() {
        QFETCH(int, kind);
        QFETCH(int, number);
        QFETCH(int, value);
        QFETCH(int, position);
        QFETCH(QList<QList<int>>, bytes);
        Arrivals arrivals;
        ExternalMidi midi;
        midi.open(std::make_unique<ListeningPort>(arrivals));
        midi.beginBlock(0, 256, 48'000.0, Clock::now());
        SoundEvent event = note(static_cast<SoundEvent::Kind>(kind), 16 + 3, number, value);
        event.position = position;
        midi.take(event);
        QTRY_COMPARE(arrivals.count(), std::size_t(bytes.size()));
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            const auto arrived = arrivals.bytes()[std::size_t(i)];
            QCOMPARE(QList<int>(arrived.begin(), arrived.end()), bytes[i]);
        }
    }

    void eventsAreSentWhenTheyAreDueAndNotBefore() {
        using std::chrono::milliseconds;
        const auto time = std::make_shared<HandTime>();
        Arrivals arrivals;
        ExternalMidi midi(time);
        midi.setDelay(0.05);
        midi.open(std::make_unique<ListeningPort>(arrivals));
        midi.beginBlock(0, 4800, 48'000.0, time->now());
        midi.take(note(kOn, 0, 60, 100, 0));
        midi.take(note(kOff, 0, 60, 0, 4800));
        time->passInSteps(milliseconds(49), milliseconds(1));
        QCOMPARE(arrivals.count(), std::size_t(0));
        time->passInSteps(milliseconds(1), milliseconds(1));
        QCOMPARE(arrivals.count(), std::size_t(1));
        time->passInSteps(milliseconds(99), milliseconds(1));
        QCOMPARE(arrivals.count(), std::size_t(1));
        time->passInSteps(milliseconds(1), milliseconds(1));
        QCOMPARE(arrivals.count(), std::size_t(2));
    }

    void panicWaitsForNothingAndNoNoteSlipsBeforeIt() {
        Arrivals arrivals;
        ExternalMidi midi;
        midi.open(std::make_unique<ListeningPort>(arrivals));
        midi.beginBlock(0, 256, 48'000.0, Clock::now());
        midi.take(note(kOn, 2, 60, 100));
        QTRY_COMPARE(arrivals.count(), std::size_t(1));
        // An hour away.
        midi.take(note(kOn, 2, 61, 100, std::int64_t(3600) * 48'000));
        midi.take(note(SoundEvent::Kind::Panic, 0, 0));
        const std::size_t silence = 1 + 16 * 5;
        QTRY_COMPARE(arrivals.count(), 1 + silence);
        const auto bytes = arrivals.bytes();
        QVERIFY(std::find(bytes.begin(), bytes.end(), std::vector<int>{0x82, 60, 64}) !=
                bytes.end());
        for (int channel = 0; channel < 16; ++channel) {
            for (const std::vector<int>& message : {std::vector<int>{0xB0 | channel, 64, 0},
                                                    {0xB0 | channel, 120, 0},
                                                    {0xB0 | channel, 123, 0},
                                                    {0xB0 | channel, 121, 0},
                                                    {0xE0 | channel, 0, 64}}) {
                QVERIFY(std::find(bytes.begin(), bytes.end(), message) != bytes.end());
            }
        }
        for (const std::vector<int>& message : bytes) {
            QVERIFY(message[1] != 61);
        }
    }

    void closingSilencesWhatSounds() {
        Arrivals arrivals;
        ExternalMidi midi;
        midi.open(std::make_unique<ListeningPort>(arrivals));
        midi.beginBlock(0, 256, 48'000.0, Clock::now());
        midi.take(note(kOn, 4, 50, 100));
        QTRY_COMPARE(arrivals.count(), std::size_t(1));
        midi.close();
        QVERIFY(!midi.isOpen());
        midi.take(note(kOn, 4, 50, 100));
        QTRY_VERIFY(!midi.isClosing());
        QCOMPARE(arrivals.bytes()[1], (std::vector<int>{0x84, 50, 64}));
        QCOMPARE(arrivals.count(), std::size_t(2 + 16 * 5));
    }

    void aQueueThatOverflowsEndsInSilenceNotInAHungNote() {
        Arrivals arrivals;
        ExternalMidi midi;
        midi.open(std::make_unique<ListeningPort>(arrivals));
        midi.beginBlock(0, 256, 48'000.0, Clock::now());
        midi.take(note(kOn, 0, 60, 100));
        QTRY_COMPARE(arrivals.count(), std::size_t(1));
        // Far more than it holds, due in a little while; the note's end is lost.
        for (int i = 0; i < 10'000; ++i) {
            midi.take(note(SoundEvent::Kind::Controller, 0, 11, i % 128, 4800));
        }
        midi.take(note(kOff, 0, 60));
        QTRY_VERIFY([&] {
            const auto bytes = arrivals.bytes();
            return std::find(bytes.begin(), bytes.end(), std::vector<int>{0x80, 60, 64}) !=
                   bytes.end();
        }());
    }

    void theClockSmoothsLateCallbacks() {
        BlockClock clock;
        std::mt19937 random(7);
        std::uniform_real_distribution<double> lateness(0.0, 0.003);
        // The device runs 0.1 % fast; callbacks come up to 3 ms late.
        const double rate = 48'048.0;
        double lowest = 1.0;
        double highest = -1.0;
        for (int block = 0; block < 4000; ++block) {
            const double ideal = 100.0 + block * 256.0 / rate;
            clock.beginBlock(block * 256, 256, 48'000.0, ideal + lateness(random));
            if (block > 2000) {
                lowest = std::min(lowest, clock.timeOf(block * 256) - ideal);
                highest = std::max(highest, clock.timeOf(block * 256) - ideal);
            }
        }
        QVERIFY2(highest - lowest < 0.001, qPrintable(QString::number(highest - lowest)));
        QVERIFY(std::abs((highest + lowest) / 2.0 - 0.0015) < 0.0005);
    }

    void theClockStartsAnewAfterAnInterruption() {
        BlockClock clock;
        clock.beginBlock(0, 256, 48'000.0, 10.0);
        clock.beginBlock(256, 256, 48'000.0, 20.0);
        QCOMPARE(clock.timeOf(256), 20.0);
    }

    void theSequencersClockRunsFromASixteenthOn() {
        struct Listener final : EventSink {
            void take(const SoundEvent& event) noexcept override { events.push_back(event); }
            std::vector<SoundEvent> events;
        } listener;
        const PlaybackSnapshot snapshot = makeSnapshot(scoreOf({trackOf({})}), nullptr);
        const auto sequencer = std::make_unique<Sequencer>(48'000.0);
        sequencer->setListener(&listener);
        sequencer->setSnapshot(&snapshot);
        sequencer->setClock(true);
        std::vector<float> buffer(24'000);
        const auto run = [&](int frames) {
            sequencer->render(buffer.data(), buffer.data(), frames);
        };
        const auto count = [&](SoundEvent::Kind kind) {
            return std::count_if(listener.events.begin(), listener.events.end(),
                                 [kind](const SoundEvent& event) { return event.kind == kind; });
        };
        listener.events.clear();
        sequencer->play();
        run(24'000);
        // 24 to the quarter, the first right after the start.
        QCOMPARE(count(SoundEvent::Kind::Clock), 24);
        QCOMPARE(int(listener.events[0].kind), int(SoundEvent::Kind::Start));
        QCOMPARE(int(listener.events[1].kind), int(SoundEvent::Kind::Clock));
        QCOMPARE(listener.events[1].frame, 0);
        QCOMPARE(listener.events[2].frame, 1000);
        listener.events.clear();
        sequencer->seek(quarters(4) + Tick{1});
        run(12'000);
        QCOMPARE(int(listener.events[0].kind), int(SoundEvent::Kind::Stop));
        QCOMPARE(int(listener.events[1].kind), int(SoundEvent::Kind::Continue));
        QCOMPARE(listener.events[1].position, 17);
        QCOMPARE(count(SoundEvent::Kind::Clock), 7);
        listener.events.clear();
        sequencer->pause();
        QCOMPARE(count(SoundEvent::Kind::Stop), 1);
    }
};

QTEST_GUILESS_MAIN(ExternalMidiTest)
#include "ExternalMidiTest.moc"
