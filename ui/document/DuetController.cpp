#include "ui/document/DuetController.h"

#include "core/base/Random.h"
#include "core/compose/Take.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr int kPollMilliseconds = 15;
/// The model has at least so long to answer, and at least the phrase's last eighth.
constexpr double kThinkingSeconds = 0.2;
/// From the answer's arrival to the first block with it, beside the device's own delay.
constexpr double kPublishingSeconds = 0.06;
/// What is played so shortly before a phrase belongs to it.
constexpr Tick kEarly = kQuarter / 8;
/// Further than anybody plays; without it playing would end with the last note.
constexpr int kMostBars = 4000;

} // namespace

DuetController::DuetController(ScoreDocument& document, PlaybackController& playback,
                               RecordingController& recording, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_playback(playback)
    , m_recording(recording) {
    m_poll.setInterval(kPollMilliseconds);
    connect(&m_poll, &QTimer::timeout, this, &DuetController::look);
    connect(&m_recording, &RecordingController::played, this, &DuetController::take);
    connect(&m_recording, &RecordingController::recordingChanged, this, [this](bool begun) {
        if (begun) {
            leave();
        }
    });
    connect(&m_playback, &PlaybackController::auditionChanged, this, [this](bool auditioning) {
        if (auditioning) {
            leave();
        }
    });
    connect(&m_playback, &PlaybackController::healthChanged, this,
            [this](const PlaybackHealth& health) {
                m_latencySeconds = health.latencyMilliseconds / 1000.0;
            });
    connect(&m_document, &ScoreDocument::scoreChanged, this, &DuetController::follow);
    connect(&m_document, &ScoreDocument::scoreReplaced, this, &DuetController::leave);
}

void DuetController::setModel(std::shared_ptr<const MelodyModel> model) {
    m_model = std::move(model);
    if (!m_model) {
        stop();
    }
}

void DuetController::start() {
    if (m_isOn) {
        return;
    }
    if (!m_model) {
        Q_EMIT failed(tr("There is no model to play with."));
        return;
    }
    m_playback.endAudition();
    const Score& score = *m_document.score();
    m_track = {m_document.score(), m_document.currentTrack()};
    const auto& loop = m_playback.loop();
    const Tick end = continuationStart(score, m_document.currentTrack());
    const Tick from = m_playback.isPlaying() ? m_playback.playhead() : loop ? loop->begin : end;
    const auto first = duetTurnFrom(score, from, loop, m_bars);
    if (!first) {
        Q_EMIT failed(tr("The loop is too short: a phrase of %n bars and its answer do not fit.",
                         nullptr, m_bars));
        return;
    }
    PlayOptions options;
    if (m_playback.isPlaying() && !loop) {
        options.range = {m_playback.playhead(), barsFrom(score, from, kMostBars).end};
        m_playback.engine().pause();
        m_playback.play(options);
    } else if (!m_playback.isPlaying()) {
        const Tick begin =
            loop
                ? loop->begin
                : score.meterMap().barAround(std::max(first->phrase.begin - Tick{1}, Tick{})).begin;
        options.countInBars = begin < first->phrase.begin ? 0 : 1;
        m_playback.seek(begin);
        if (!loop) {
            options.range = {begin, barsFrom(score, begin, kMostBars).end};
        }
        m_playback.play(options);
    }
    m_isOn = true;
    m_duet.waitFor(*first, m_playback.playhead());
    m_poll.start();
    Q_EMIT onChanged(true);
    Q_EMIT stateChanged();
}

void DuetController::stop() {
    if (m_isOn) {
        leave();
        m_playback.stop();
    }
}

void DuetController::leave() {
    if (!std::exchange(m_isOn, false)) {
        return;
    }
    m_poll.stop();
    m_worker.drop();
    m_duet.end();
    m_events.clear();
    m_early.clear();
    m_answer.reset();
    m_asked.reset();
    m_base = nullptr;
    m_written = nullptr;
    m_track = {};
    Q_EMIT onChanged(false);
    Q_EMIT stateChanged();
}

void DuetController::follow(const std::shared_ptr<const Score>& score) {
    if (!m_isOn) {
        return;
    }
    m_track.follow(score);
    if (!m_track.index()) {
        stop();
        Q_EMIT failed(tr("The duet ended: its track is gone."));
    }
}

Tick DuetController::lasting(double seconds) const {
    const TempoMap tempo = m_document.score()->tempoMap();
    const Tick now = std::max(m_playback.playhead(), Tick{});
    return tempo.tickAt(tempo.secondsAt(now) + seconds) - now;
}

void DuetController::look() {
    if (!m_playback.isPlaying()) {
        leave();
        return;
    }
    m_recording.listen();
    const Tick now = m_playback.playhead();
    const TickRange phrase = m_duet.turn().phrase;
    const Tick lead = std::clamp(lasting(kThinkingSeconds + kPublishingSeconds + m_latencySeconds),
                                 kQuarter / 2, phrase.length() / 2);
    for (auto news = m_duet.look(now, lead); m_isOn && news != DuetNews::None;
         news = m_duet.look(now, lead)) {
        switch (news) {
        case DuetNews::None: break;
        case DuetNews::PhraseBegan: beginPhrase(); break;
        case DuetNews::AnswerDue: ask(); break;
        case DuetNews::AnswerLate:
            Q_EMIT failed(tr("The answer was not ready in time and was dropped."));
            [[fallthrough]];
        case DuetNews::Over:
            write();
            planFrom(now);
            break;
        }
        Q_EMIT stateChanged();
    }
    if (m_isUnwritten) {
        write();
    }
}

void DuetController::planFrom(Tick tick) {
    m_worker.drop();
    const auto next = duetTurnFrom(*m_document.score(), tick, m_playback.loop(), m_bars);
    if (!next) {
        Q_EMIT failed(tr("The loop is too short: a phrase of %n bars and its answer do not fit.",
                         nullptr, m_bars));
        stop();
        return;
    }
    m_duet.waitFor(*next, m_playback.playhead());
}

void DuetController::beginPhrase() {
    m_events = std::exchange(m_early, {});
    std::erase_if(m_events, [this](const PlayedEvent& event) {
        return event.tick < turn().phrase.begin - kEarly || event.tick >= turn().phrase.end;
    });
    m_answer.reset();
    m_asked.reset();
    m_base = m_document.score();
    m_written = m_base;
    m_mergeKey = m_document.newMergeKey();
    m_isUnwritten = anyNotes();
}

void DuetController::take(PlayedEvent event) {
    if (!m_isOn || !event.playing) {
        return;
    }
    const auto& loop = m_playback.loop();
    if (loop && event.tick >= loop->end - kEarly) {
        // Just before the seam is just before the next pass.
        event.tick = event.tick - loop->length();
    }
    const DuetState state = m_duet.state();
    const bool hasBegun = state == DuetState::Listening || state == DuetState::Thinking ||
                          state == DuetState::Answering;
    const TickRange phrase = turn().phrase;
    if (hasBegun && event.tick >= phrase.begin - kEarly && event.tick < phrase.end) {
        m_events.push_back(event);
        m_isUnwritten = true;
    } else {
        m_early.push_back(event);
    }
}

bool DuetController::anyNotes() const {
    return std::ranges::any_of(m_events, [](const PlayedEvent& e) { return e.message.isNoteOn(); });
}

Recording DuetController::playedUpTo(Tick end) const {
    Recording played;
    played.begin = turn().phrase.begin;
    played.end = std::clamp(end, turn().phrase.begin, turn().phrase.end);
    played.events = m_events;
    for (PlayedEvent& event : played.events) {
        event.pass = 0;
    }
    return played;
}

/// The model reads the phrase on the grid, whether or not it is written so, and what is still held
/// as held to the phrase's end.
void DuetController::ask() {
    if (!anyNotes()) {
        planFrom(turn().phrase.end);
        return;
    }
    goOnUponEdits();
    const std::size_t track = *m_track.index();
    const RecordSettings onGrid{RecordMode::Replace,
                                m_recording.settings().grid.value_or(kQuarter / 4)};
    ContinuationRequest request;
    request.base = std::make_shared<const Score>(
        withRecording(*m_base, track, playedUpTo(turn().phrase.end), onGrid).score);
    request.track = track;
    request.range = turn().answer;
    request.candidates = 1;
    request.temperature = m_manner.temperature;
    request.topP = m_manner.topP;
    request.rng = streamSeed(m_manner.rng, ++m_turns) >> 32;
    request.lowest = m_manner.lowest;
    request.highest = m_manner.highest;
    request.style = m_manner.style;
    request.memory = m_manner.memory;
    request.density = m_manner.density;
    request.mostCopiedNotes = m_manner.mostCopiedNotes;
    m_asked = request;
    m_worker.start([this, model = m_model, request](const Worker::Line& line) {
        const auto made = continueMelody(*model, request, line.stop(), {});
        line.post([this, made] {
            if (made) {
                answered(made->front());
            } else if (made.error().code != ErrorCode::Cancelled) {
                Q_EMIT failed(QString::fromStdString(made.error().message));
                planFrom(turn().phrase.end);
                Q_EMIT stateChanged();
            }
        });
    });
}

void DuetController::answered(const Candidate& answer) {
    if (m_duet.state() != DuetState::Thinking) {
        return;
    }
    const Tick now = m_playback.playhead();
    if (!m_duet.answer(now, lasting(kPublishingSeconds + m_latencySeconds))) {
        Q_EMIT failed(tr("The answer was not ready in time and was dropped."));
        planFrom(turn().phrase.end);
    } else {
        m_answer = answer;
        write();
        noteTake(answer);
    }
    Q_EMIT stateChanged();
}

void DuetController::noteTake(const Candidate& answer) {
    TakeTree tree = withTake(withTakeSet(*m_document.takes(), *m_asked, *m_model), answer);
    Take take = tree.sets.back().takes.back();
    take.heard = true;
    take.kept = true;
    m_document.setTakes(withTakeChanged(std::move(tree), take));
}

void DuetController::goOnUponEdits() {
    if (m_document.score() != m_written) {
        m_base = m_document.score();
        m_written = m_base;
        m_mergeKey = m_document.newMergeKey();
    }
}

/// Always the whole exchange, so that it is one step.
void DuetController::write() {
    m_isUnwritten = false;
    if (!m_base || !anyNotes()) {
        return;
    }
    goOnUponEdits();
    const std::size_t track = *m_track.index();
    const Tick now = m_answer ? turn().phrase.end : m_playback.playhead();
    const RecordSettings settings{RecordMode::Replace, m_recording.settings().grid};
    Score next = withRecording(*m_base, track, playedUpTo(now), settings).score;
    if (m_answer) {
        next = withCandidate(next, track, *m_answer);
    }
    m_document.apply(std::move(next), tr("duet"), m_mergeKey);
    m_written = m_document.score();
}

} // namespace cantilena
