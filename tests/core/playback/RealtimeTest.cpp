#include "core/playback/LiveRenderer.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/RealtimeScope.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

#include <atomic>
#include <cstdlib>
#include <new>

#include <dlfcn.h>
#include <pthread.h>

// This program's allocator and mutex, which count what happens within a RealtimeScope.

namespace {

std::atomic<int> g_allocations{0};
std::atomic<int> g_locks{0};

void noteAllocation() {
    if (cantilena::RealtimeScope::isActive()) {
        ++g_allocations;
    }
}

} // namespace

void* operator new(std::size_t size) {
    noteAllocation();
    if (void* memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void operator delete(void* memory) noexcept {
    noteAllocation();
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}
void operator delete[](void* memory) noexcept {
    operator delete(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    operator delete(memory);
}

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) {
    using Lock = int (*)(pthread_mutex_t*);
    static const auto lock = reinterpret_cast<Lock>(::dlsym(RTLD_NEXT, "pthread_mutex_lock"));
    if (cantilena::RealtimeScope::isActive()) {
        ++g_locks;
    }
    return lock(mutex);
}

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A thousand notes on four tracks, with controllers.
Score denseScore() {
    std::vector<std::shared_ptr<const Track>> tracks;
    std::uint64_t id = 0;
    for (int t = 0; t < 4; ++t) {
        Track track = *trackOf({}, t, t);
        for (int i = 0; i < 250; ++i) {
            track.notes.push_back(noteAt(++id, i * 0.125, 0.2, 40 + (i * 7) % 40));
            track.controllers.push_back({quarters(i, 8), 11, i % 128});
        }
        tracks.push_back(std::make_shared<Track>(track));
    }
    return scoreOf(tracks);
}

class SilentPort final : public MidiOut {
public:
    void send(const MidiMessage&) noexcept override {}
    [[nodiscard]] std::string name() const override { return "Silent"; }
};

} // namespace

class RealtimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
#ifdef NDEBUG
        QSKIP("only a Debug build marks its audio callback");
#endif
    }

    void theInstrumentsSeeWhatHappensInAScope() {
        g_allocations = 0;
        g_locks = 0;
        std::mutex mutex;
        {
            const RealtimeScope scope;
            // Kept from being optimised away.
            int* volatile memory = new int(1);
            delete memory;
            const std::lock_guard lock(mutex);
        }
        QCOMPARE(g_allocations.load(), 2);
        QCOMPARE(g_locks.load(), 1);
        {
            const RealtimeScope scope;
            const RealtimeExemption exemption;
            int* volatile memory = new int(1);
            delete memory;
        }
        QCOMPARE(g_allocations.load(), 2);
    }

    void theCallbackNeitherAllocatesNorLocks() {
        LiveRenderer renderer;
        renderer.setSynth(std::make_unique<RecordingSynth>());
        const Score score = denseScore();
        std::shared_ptr<const PlaybackSnapshot> snapshot;
        const auto publish = [&](const Score& next, std::optional<TickRange> loop) {
            auto made = std::make_shared<PlaybackSnapshot>(makeSnapshot(next, snapshot.get()));
            made->loop = loop;
            snapshot = made;
            renderer.publish(snapshot);
        };
        publish(score, std::nullopt);
        renderer.midi().port(0).open(std::make_unique<SilentPort>());
        renderer.midi().setClock(0, true);
        const MidiReceiver keyboard = renderer.input().receiver(0);
        renderer.begin(1, 48'000.0, 0.016);
        std::vector<float> left(256);
        std::vector<float> right(256);
        const auto pull = [&](int blocks) {
            for (int i = 0; i < blocks; ++i) {
                renderer.render(1, left.data(), right.data(), 256);
            }
        };
        g_allocations = 0;
        g_locks = 0;
        Command clock{Command::Kind::SetClock};
        clock.on = true;
        renderer.post(clock);
        clock.kind = Command::Kind::SetMetronome;
        renderer.post(clock);
        Command play{Command::Kind::Play};
        play.tick = kWhole;
        renderer.post(play);
        pull(1000);
        Command seek{Command::Kind::Seek};
        seek.tick = quarters(4);
        renderer.post(seek);
        Command note{Command::Kind::StartNote};
        note.key = 60;
        note.velocity = 90;
        renderer.post(note);
        Command input{Command::Kind::SetInputTrack};
        input.on = true;
        renderer.post(input);
        for (const MidiMessage& message :
             {MidiMessage{{0x90, 64, 80}, 3}, MidiMessage{{0xB0, 64, 127}, 3},
              MidiMessage{{0xE0, 0, 70}, 3}, MidiMessage{{0x80, 64, 0}, 3}}) {
            keyboard(message);
            pull(25);
        }
        QCOMPARE(renderer.takePlayed().size(), std::size_t(4));
        renderer.post({Command::Kind::TestTone});
        publish(score, TickRange{{}, quarters(6)});
        pull(1000);
        Score faster = score;
        faster.tempos = {{{}, 200.0}};
        publish(faster, TickRange{{}, quarters(6)});
        renderer.setSynth(std::make_unique<RecordingSynth>());
        pull(1000);
        for (const Command::Kind kind :
             {Command::Kind::EndNote, Command::Kind::Panic, Command::Kind::Pause,
              Command::Kind::Play, Command::Kind::Resend, Command::Kind::Stop,
              Command::Kind::PlayOnNote, Command::Kind::TestTone}) {
            renderer.post({kind});
            pull(10);
        }
        QCOMPARE(g_allocations.load(), 0);
        QCOMPARE(g_locks.load(), 0);
        QVERIFY(renderer.callbacks() > 3000);
        renderer.end();
    }

    void whatIsReplacedIsFreedByThePublisher() {
        LiveRenderer renderer;
        renderer.setSynth(std::make_unique<RecordingSynth>());
        renderer.begin(1, 48'000.0, 0.016);
        std::vector<float> left(256);
        std::vector<float> right(256);
        std::weak_ptr<const PlaybackSnapshot> watched;
        g_allocations = 0;
        for (int i = 0; i < 100; ++i) {
            auto snapshot = std::make_shared<PlaybackSnapshot>(makeSnapshot(denseScore(), nullptr));
            const std::weak_ptr<const PlaybackSnapshot> former = watched;
            watched = snapshot;
            renderer.publish(std::move(snapshot));
            renderer.render(1, left.data(), right.data(), 256);
            renderer.collect();
            QVERIFY(former.expired());
            QVERIFY(!watched.expired());
        }
        QCOMPARE(g_allocations.load(), 0);
        renderer.end();
    }
};

QTEST_GUILESS_MAIN(RealtimeTest)
#include "RealtimeTest.moc"
