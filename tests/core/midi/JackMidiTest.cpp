#include "core/midi/MidiPorts.h"
#include "core/playback/ExternalMidi.h"
#include "core/playback/SoundServers.h"

#include <rtmidi/RtMidi.h>

#include <QtTest/QtTest>

#include <mutex>

#include <unistd.h>

using namespace cantilena;

namespace {

using Clock = std::chrono::steady_clock;
using Bytes = std::vector<unsigned char>;

/// A program that listens, written without ours.
class Listener {
public:
    Listener()
        : m_in(RtMidi::UNIX_JACK, "listener", 4096) {
        m_in.ignoreTypes(false, false, false);
        m_in.setCallback(
            [](double, Bytes* message, void* self) { static_cast<Listener*>(self)->add(*message); },
            this);
        m_in.openVirtualPort("in");
    }
    [[nodiscard]] std::vector<Bytes> messages() {
        const std::lock_guard lock(m_mutex);
        return m_messages;
    }
    [[nodiscard]] std::vector<double> times() {
        const std::lock_guard lock(m_mutex);
        return m_times;
    }
    [[nodiscard]] std::size_t count() {
        const std::lock_guard lock(m_mutex);
        return m_messages.size();
    }

private:
    void add(const Bytes& message) {
        const std::lock_guard lock(m_mutex);
        m_messages.push_back(message);
        m_times.push_back(std::chrono::duration<double>(Clock::now().time_since_epoch()).count());
    }

    std::mutex m_mutex;
    std::vector<Bytes> m_messages;
    std::vector<double> m_times;
    RtMidiIn m_in;
};

} // namespace

/// MIDI through a real server of its own.
class JackMidiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable("jackd").isEmpty()) {
            QSKIP("jackd is not installed");
        }
        const QByteArray name = "cantilena-test-" + QByteArray::number(::getpid());
        qputenv("JACK_DEFAULT_SERVER", name);
        qputenv("JACK_NO_AUDIO_RESERVATION", "1");
        m_server.start(
            "jackd", {"--name", name, "--no-realtime", "-d", "dummy", "-r", "48000", "-p", "1024"});
        quietenSoundLibraries();
        if (!m_server.waitForStarted() || !QTest::qWaitFor(jackServerRuns, 10'000)) {
            QSKIP("no JACK server could be started here");
        }
    }

    void cleanupTestCase() {
        m_server.terminate();
        if (!m_server.waitForFinished(5000)) {
            m_server.kill();
            m_server.waitForFinished();
        }
    }

    void everyMessageArrivesInOrder() {
        // Without real-time rights a busy machine may make the server drop a cycle.
        constexpr int kTakes = 3;
        QString fault;
        for (int take = 1; take <= kTakes; ++take) {
            fault = faultOfATake();
            if (fault.isEmpty()) {
                return;
            }
            qInfo("take %d: %s", take, qPrintable(fault));
        }
        QFAIL(qPrintable(fault));
    }

    void portsAreListedByName() {
        Listener listener;
        const std::vector<std::string> names = midiOutNames();
        QVERIFY(std::find(names.begin(), names.end(), "listener:in") != names.end());
        auto port = openMidiOut("listener:in");
        QVERIFY(port.ok());
        QCOMPARE((*port)->name(), std::string("listener:in"));
    }

    void closingReachesThePort() {
        Listener listener;
        auto port = openMidiOut("listener:in");
        QVERIFY(port.ok());
        ExternalMidi midi;
        midi.open(std::move(port).value());
        midi.beginBlock(0, 256, 48'000.0, Clock::now());
        SoundEvent event;
        event.kind = SoundEvent::Kind::NoteOn;
        event.number = 60;
        event.value = 100;
        midi.take(event);
        QTRY_COMPARE(listener.count(), std::size_t(1));
        midi.close();
        QTRY_COMPARE(listener.count(), std::size_t(1 + 1 + 16 * 5));
        QCOMPARE(listener.messages()[1], Bytes({0x80, 60, 64}));
    }

    void everyMessageThatOthersSendArrivesInOrder() {
        RtMidiOut other(RtMidi::UNIX_JACK, "keyboard");
        other.openVirtualPort("out");
        const std::vector<std::string> names = midiInNames();
        QVERIFY(std::find(names.begin(), names.end(), "keyboard:out") != names.end());
        std::mutex mutex;
        std::vector<MidiMessage> received;
        auto port = openMidiIn("keyboard:out", [&](const MidiMessage& message) {
            const std::lock_guard lock(mutex);
            received.push_back(message);
        });
        QVERIFY2(port.ok(), port.ok() ? "" : port.error().message.c_str());
        const auto count = [&] {
            const std::lock_guard lock(mutex);
            return received.size();
        };
        std::vector<MidiMessage> sent;
        for (int key = 30; key < 80; ++key) {
            for (const int status : {0x90, 0x80}) {
                sent.push_back(
                    {{static_cast<std::uint8_t>(status), static_cast<std::uint8_t>(key), 64}, 3});
                const Bytes bytes = {sent.back().bytes[0], sent.back().bytes[1], 64};
                other.sendMessage(&bytes);
            }
            // The server's cycle holds only so much.
            QTRY_COMPARE(count(), sent.size());
        }
        QCOMPARE(received, sent);
        // A clock is nothing that is played.
        const Bytes clock = {0xF8};
        other.sendMessage(&clock);
        const Bytes last = {0xB0, 64, 127};
        other.sendMessage(&last);
        QTRY_COMPARE(count(), sent.size() + 1);
        QCOMPARE(received.back(), (MidiMessage{{0xB0, 64, 127}, 3}));
    }

    void aVirtualPortCanBeSeenByOthers() {
        auto port = openVirtualMidiOut("score");
        QVERIFY2(port.ok(), port.ok() ? "" : port.error().message.c_str());
        RtMidiIn other(RtMidi::UNIX_JACK, "other");
        QStringList names;
        for (unsigned i = 0; i < other.getPortCount(); ++i) {
            names.append(QString::fromStdString(other.getPortName(i)));
        }
        QVERIFY2(names.contains("cantilena:score"), qPrintable(names.join(", ")));
    }

private:
    /// Sends a hundred messages, 10 ms apart.
    static QString faultOfATake() {
        constexpr int kMessages = 100;
        constexpr int kDistance = 480;
        Listener listener;
        auto port = openMidiOut("listener:in");
        if (!port) {
            return QString::fromStdString(port.error().message);
        }
        ExternalMidi midi;
        midi.setDelay(0.02);
        midi.open(std::move(port).value());
        for (int i = 0; i < kMessages; ++i) {
            midi.beginBlock(std::int64_t(i) * kDistance, kDistance, 48'000.0, Clock::now());
            SoundEvent event;
            event.kind = i % 2 == 0 ? SoundEvent::Kind::NoteOn : SoundEvent::Kind::NoteOff;
            event.frame = std::int64_t(i) * kDistance;
            event.number = static_cast<std::uint8_t>(i / 2);
            event.value = 100;
            midi.take(event);
            QTest::qWait(10);
        }
        const bool all =
            QTest::qWaitFor([&] { return listener.count() >= std::size_t(kMessages); }, 3000);
        if (!all) {
            return QString("%1 of %2 messages arrived").arg(listener.count()).arg(kMessages);
        }
        const std::vector<Bytes> messages = listener.messages();
        for (int i = 0; i < kMessages; ++i) {
            const Bytes& message = messages[std::size_t(i)];
            if (message[0] != (i % 2 == 0 ? 0x90 : 0x80) || message[1] != i / 2) {
                return QString("message %1 is out of order").arg(i);
            }
        }
        const std::vector<double> times = listener.times();
        double worst = 0.0;
        for (std::size_t i = 1; i < times.size(); ++i) {
            worst = std::max(worst, std::abs(times[i] - times[i - 1] - 0.01));
        }
        qInfo("%d of %d messages; worst deviation of a distance of 10 ms: %.2f ms", kMessages,
              kMessages, 1000.0 * worst);
        return {};
    }

    QProcess m_server;
};

QTEST_GUILESS_MAIN(JackMidiTest)
#include "JackMidiTest.moc"
