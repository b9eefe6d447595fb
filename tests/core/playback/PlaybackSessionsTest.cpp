#include "core/base/Random.h"
#include "core/playback/LiveRenderer.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/score/Edits.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

#include <map>
#include <set>
#include <utility>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr double kRate = 48'000.0;
constexpr int kSessions = 2'000;
constexpr int kSteps = 60;

/// Where and when a note should begin.
struct ExpectedOnset {
    double frame = 0.0;
    int channel = 0;
    int key = 0;
    int velocity = 0;
    /// Lies so close to the edge of a block that it may fall on either side.
    bool onTheEdge = false;
};

/// What must sound, told a second time without any of the sequencer's code: by real numbers, note
/// by note, with no index, cursor or event list.
class Reference {
public:
    void setScore(const Score& score, std::optional<TickRange> loop) {
        m_score = score;
        m_loop = loop;
        arm();
        std::erase_if(m_held, [this](const Held& held) { return !stillSounds(held); });
    }
    void play() {
        m_playing = true;
        arm();
    }
    void pause() {
        m_playing = false;
        m_held.clear();
    }
    void seek(Tick tick) {
        m_position = static_cast<double>(tick.value);
        m_held.clear();
        arm();
    }
    void setSpeed(double speed) {
        m_speed = speed;
        arm();
    }
    void silence() { m_held.clear(); }

    void run(int frames) {
        const double end = m_frame + frames;
        while (m_playing && m_frame < end) {
            const double seam = m_armed ? frameOf(double(m_loop->end.value)) : 1e18;
            const double until = std::min(end, std::round(seam));
            pass(m_frame, until);
            if (until == std::round(seam) && until < end) {
                // What is left of a frame at the seam is played on.
                m_position = tickAt(secondsOf(double(m_loop->begin.value)) +
                                    (until - seam) * m_speed / kRate);
                m_held.clear();
            } else {
                m_position = tickAt(secondsOf(m_position) + (until - m_frame) * m_speed / kRate);
            }
            m_frame = until;
        }
        m_frame = end;
    }

    [[nodiscard]] const std::vector<ExpectedOnset>& onsets() const { return m_onsets; }
    [[nodiscard]] bool isPlaying() const { return m_playing; }
    /// The channels and keys that sound; without those whose end or begin is on the edge.
    [[nodiscard]] std::set<std::pair<int, int>> sounding() const {
        std::set<std::pair<int, int>> keys;
        for (const Held& held : m_held) {
            keys.emplace(held.channel, held.key);
        }
        return keys;
    }
    [[nodiscard]] bool isOnTheEdge() const {
        for (const auto& track : m_score.tracks) {
            for (const Note& note : track->notes) {
                for (const Tick tick : {note.onset, note.end()}) {
                    if (std::abs(frameOf(double(tick.value)) - m_frame) < 2.0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

private:
    struct Held {
        NoteId id;
        int channel;
        int key;
        double end;
    };

    [[nodiscard]] double bpmAt(double tick) const {
        double bpm = 120.0;
        for (const TempoChange& change : m_score.tempos) {
            if (double(change.tick.value) <= tick) {
                bpm = change.bpm;
            }
        }
        return bpm;
    }
    /// From the beginning, tempo by tempo.
    [[nodiscard]] double secondsOf(double tick) const {
        double seconds = 0.0;
        double at = 0.0;
        for (const TempoChange& change : m_score.tempos) {
            const double next = std::min(double(change.tick.value), tick);
            if (next > at) {
                seconds += (next - at) * 60.0 / (bpmAt(at) * 6720.0);
                at = next;
            }
        }
        return seconds + (tick - at) * 60.0 / (bpmAt(at) * 6720.0);
    }
    [[nodiscard]] double frameOf(double tick) const {
        return m_frame + (secondsOf(tick) - secondsOf(m_position)) * kRate / m_speed;
    }
    /// By halving: no inverse of the sum above is needed.
    [[nodiscard]] double tickAt(double seconds) const {
        double low = -6720.0;
        double high = 6720.0 * 1000.0;
        while (high - low > 1e-6) {
            const double middle = (low + high) / 2.0;
            (secondsOf(middle) <= seconds ? low : high) = middle;
        }
        return low;
    }
    /// The playhead is held by a loop whose end lies ahead, or is just being reached.
    void arm() {
        const bool wasArmed = std::exchange(m_armed, false);
        if (!m_loop || m_loop->begin >= m_loop->end) {
            return;
        }
        const double end = double(m_loop->end.value);
        const double length = secondsOf(end) - secondsOf(double(m_loop->begin.value));
        const double frame = std::round(frameOf(end));
        const bool ahead =
            m_playing ? frame > m_frame || (frame == m_frame && wasArmed) : m_position < end;
        m_armed = length * kRate / m_speed >= 64.0 && ahead;
    }
    [[nodiscard]] bool isAudible(const Track& track) const {
        const bool anySolo = std::any_of(m_score.tracks.begin(), m_score.tracks.end(),
                                         [](const auto& t) { return t->mix.soloed; });
        return !track.mix.muted && (!anySolo || track.mix.soloed);
    }
    [[nodiscard]] bool stillSounds(const Held& held) {
        for (std::size_t t = 0; t < m_score.tracks.size(); ++t) {
            const Track& track = *m_score.tracks[t];
            if (!isAudible(track) || int(16 * t) + track.channel != held.channel) {
                continue;
            }
            for (const Note& note : track.notes) {
                if (note.id == held.id && note.pitch.number == held.key) {
                    const bool covers = std::round(frameOf(double(note.onset.value))) < m_frame &&
                                        std::round(frameOf(double(note.end().value))) >= m_frame;
                    if (covers) {
                        const_cast<Held&>(held).end = double(note.end().value);
                        return true;
                    }
                }
            }
        }
        return false;
    }
    /// Every onset and end that rounds to a frame in [from, until).
    void pass(double from, double until) {
        for (std::size_t t = 0; t < m_score.tracks.size(); ++t) {
            const Track& track = *m_score.tracks[t];
            for (const Note& note : track.notes) {
                const double frame = frameOf(double(note.onset.value));
                const bool inside = std::round(frame) >= from && std::round(frame) < until;
                const bool onTheEdge =
                    std::abs(frame + 0.5 - from) < 1e-3 || std::abs(frame + 0.5 - until) < 1e-3;
                if ((inside || onTheEdge) && isAudible(track)) {
                    const int channel = int(16 * t) + track.channel;
                    m_onsets.push_back(
                        {frame, channel, note.pitch.number, note.velocity, onTheEdge});
                    m_held.push_back(
                        {note.id, channel, note.pitch.number, double(note.end().value)});
                }
            }
        }
        std::erase_if(m_held,
                      [&](const Held& held) { return std::round(frameOf(held.end)) < until; });
    }

    Score m_score;
    std::optional<TickRange> m_loop;
    bool m_playing = false;
    bool m_armed = false;
    double m_speed = 1.0;
    double m_frame = 0.0;
    double m_position = 0.0;
    std::vector<Held> m_held;
    std::vector<ExpectedOnset> m_onsets;
};

/// A random session at the transport: what a person does to a score while it plays.
class RandomSession {
public:
    explicit RandomSession(std::uint64_t seed)
        : m_random(seed)
        , m_score(scoreOf({trackOf({}, 1, 0), trackOf({}, 2, 0), trackOf({}, 3, kDrumChannel)})) {
        auto synth = std::make_unique<RecordingSynth>(20'000);
        m_synth = synth.get();
        m_renderer->setSynth(std::move(synth));
        for (int i = 0; i < 12; ++i) {
            addNote();
        }
        publish();
        m_renderer->begin(1, kRate, 1.0);
        pull(1);
    }

    /// A fault, or nothing.
    QString run() {
        for (int step = 0; step < kSteps; ++step) {
            doSomething();
            pull(1 + static_cast<int>(m_random.below(3000)));
            if (const QString fault = faultInSounding(); !fault.isEmpty()) {
                return QString("step %1, after \"%2\": %3").arg(step).arg(m_last, fault);
            }
        }
        send(Command::Kind::Stop);
        pull(1);
        if (m_synth->keysDown() != 0) {
            return "a note hangs after stop";
        }
        m_renderer->collect();
        for (std::size_t i = 0; i + 1 < m_published.size(); ++i) {
            if (!m_published[i].expired()) {
                return "a snapshot was kept";
            }
        }
        return faultInOnsets();
    }
    [[nodiscard]] std::size_t onsets() const { return m_reference.onsets().size(); }

private:
    Tick randomTick() { return Tick{static_cast<std::int64_t>(m_random.below(32)) * 1680}; }

    void addNote() {
        Note note;
        note.onset = randomTick();
        note.duration = Tick{static_cast<std::int64_t>(1 + m_random.below(6)) * 840};
        // Few pitches, so that notes overlap on one key.
        note.pitch = Pitch{60 + static_cast<int>(m_random.below(3))};
        note.velocity = 1 + static_cast<int>(m_random.below(127));
        m_score = withNotes(m_score, m_random.below(3), std::span(&note, 1)).score;
    }

    void send(Command::Kind kind, Tick tick = {}, double speed = 1.0) {
        Command command;
        command.kind = kind;
        command.tick = kind == Command::Kind::Seek ? tick : Tick{};
        command.speed = speed;
        m_renderer->post(command);
    }

    void publish() {
        auto snapshot = std::make_shared<PlaybackSnapshot>(makeSnapshot(m_score, m_snapshot.get()));
        snapshot->loop = m_loop;
        m_snapshot = snapshot;
        m_published.emplace_back(m_snapshot);
        m_renderer->publish(m_snapshot);
        m_reference.setScore(m_score, m_loop);
    }

    void pull(int frames) {
        std::vector<float> left(static_cast<std::size_t>(frames));
        std::vector<float> right(left.size());
        m_renderer->render(1, left.data(), right.data(), frames);
        m_reference.run(frames);
    }

    void doSomething() {
        switch (m_random.below(12)) {
        case 0:
        case 1: command("play", Command::Kind::Play); break;
        case 2: command("seek", Command::Kind::Seek); break;
        case 3: command("pause", Command::Kind::Pause); break;
        case 4: command("panic", Command::Kind::Panic); break;
        case 5: command("speed", Command::Kind::SetSpeed); break;
        case 6: {
            m_last = "loop";
            const Tick begin = randomTick();
            const Tick length{static_cast<std::int64_t>(m_random.below(5)) * 1680};
            m_loop = m_random.below(3) == 0 ? std::nullopt
                                            : std::optional(TickRange{begin, begin + length});
            break;
        }
        case 7:
            m_last = "tempo";
            m_score =
                withTempo(m_score, randomTick(), 40.0 + static_cast<double>(m_random.below(300)));
            break;
        case 8: {
            m_last = "mute or solo";
            const std::size_t index = m_random.below(3);
            Track track = *m_score.tracks[index];
            (m_random.below(2) == 0 ? track.mix.muted : track.mix.soloed) = m_random.below(2) == 0;
            m_score = withTrack(m_score, index, track);
            break;
        }
        case 9:
            m_last = "add notes";
            addNote();
            addNote();
            break;
        default: changeANote(); break;
        }
        if (!m_commanded) {
            publish();
        }
        m_commanded = false;
    }

    void command(const char* name, Command::Kind kind) {
        m_last = name;
        m_commanded = true;
        const Tick tick = randomTick();
        const double speed = 0.25 * static_cast<double>(1 + m_random.below(16));
        send(kind, tick, speed);
        switch (kind) {
        case Command::Kind::Play: m_reference.play(); break;
        case Command::Kind::Pause: m_reference.pause(); break;
        case Command::Kind::Seek: m_reference.seek(tick); break;
        case Command::Kind::Panic: m_reference.silence(); break;
        default: m_reference.setSpeed(speed); break;
        }
    }

    void changeANote() {
        const std::size_t index = m_random.below(3);
        const Track& track = *m_score.tracks[index];
        if (track.notes.empty()) {
            m_last = "nothing";
            return;
        }
        const NoteId id = track.notes[m_random.below(track.notes.size())].id;
        const std::span<const NoteId> one(&id, 1);
        const Tick by = randomTick() - quarters(4);
        switch (m_random.below(3)) {
        case 0:
            m_last = "delete";
            m_score = withoutNotes(m_score, index, one);
            break;
        case 1:
            m_last = "move";
            m_score =
                withNotesMoved(m_score, index, one, by, static_cast<int>(m_random.below(5)) - 2);
            break;
        default:
            m_last = "resize";
            m_score = withNotesResized(m_score, index, one, NoteEdge::End, by, Tick{840});
            break;
        }
    }

    QString faultInSounding() {
        for (; m_seenCalls < m_synth->calls.size(); ++m_seenCalls) {
            const Call& call = m_synth->calls[m_seenCalls];
            if (call.kind == Call::Kind::On) {
                m_down.emplace(call.channel, call.number);
            } else if (call.kind == Call::Kind::Off) {
                m_down.erase({call.channel, call.number});
            }
        }
        if (!m_reference.isPlaying() && !m_down.empty()) {
            return "a note hangs while nothing plays";
        }
        if (m_down != m_reference.sounding() && !m_reference.isOnTheEdge()) {
            return QString("frame %3: %1 keys sound instead of %2")
                .arg(m_down.size())
                .arg(m_reference.sounding().size())
                .arg(m_synth->frame());
        }
        return {};
    }

    /// Each expected onset was heard once, and nothing else was.
    QString faultInOnsets() {
        std::vector<Call> heard = m_synth->only({Call::Kind::On});
        for (const ExpectedOnset& onset : m_reference.onsets()) {
            const auto found = std::find_if(heard.begin(), heard.end(), [&](const Call& call) {
                return call.channel == onset.channel && call.number == onset.key &&
                       call.value == onset.velocity &&
                       std::abs(double(call.frame) - onset.frame) <= 1.0;
            });
            if (found != heard.end()) {
                heard.erase(found);
            } else if (!onset.onTheEdge) {
                return QString("the onset at frame %1 was lost").arg(onset.frame);
            }
        }
        return heard.empty() ? QString()
                             : QString("%1 onsets too many, the first at frame %2")
                                   .arg(heard.size())
                                   .arg(heard.front().frame);
    }

    Random m_random;
    Score m_score;
    std::optional<TickRange> m_loop;
    std::shared_ptr<const PlaybackSnapshot> m_snapshot;
    std::vector<std::weak_ptr<const PlaybackSnapshot>> m_published;
    std::unique_ptr<LiveRenderer> m_renderer = std::make_unique<LiveRenderer>();
    RecordingSynth* m_synth = nullptr;
    Reference m_reference;
    /// The keys that are down after as many calls.
    std::set<std::pair<int, int>> m_down;
    std::size_t m_seenCalls = 0;
    bool m_commanded = false;
    QString m_last;
};

} // namespace

class PlaybackSessionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noNoteHangsAndNoEventIsLostOrDoubled() {
        std::size_t onsets = 0;
        for (int session = 0; session < kSessions; ++session) {
            RandomSession random(static_cast<std::uint64_t>(session) + 1);
            const QString fault = random.run();
            QVERIFY2(fault.isEmpty(),
                     qPrintable(QString("session %1, %2").arg(session).arg(fault)));
            onsets += random.onsets();
        }
        QVERIFY2(onsets > 10'000, qPrintable(QString::number(onsets)));
    }
};

QTEST_GUILESS_MAIN(PlaybackSessionsTest)
#include "PlaybackSessionsTest.moc"
