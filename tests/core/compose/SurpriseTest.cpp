#include "core/compose/Surprise.h"
#include "core/score/Edits.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// In C major, and said so.
Score scoreOf(const std::vector<Note>& notes) {
    return withKey(withNotes(newScore(), 0, notes).score, {}, Key{{'C', 0}, Mode::Major});
}

std::vector<Note> scale(int count) {
    constexpr std::array kSteps = {0, 2, 4, 5, 7, 9, 11, 12};
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i) {
        const int step = kSteps.at(static_cast<std::size_t>(i) % kSteps.size());
        notes.push_back({{}, kQuarter * i, kQuarter, {60 + step}});
    }
    return notes;
}

} // namespace

class SurpriseTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someNetwork(5);

private Q_SLOTS:
    void eachNoteOfTheTrackHasItsBits() {
        const Score score = scoreOf(scale(12));
        const auto notes = surpriseOfTrack(*m_model, score, 0);
        QVERIFY(notes.ok());
        QCOMPARE(notes->size(), std::size_t{12});
        for (std::size_t i = 0; i < notes->size(); ++i) {
            QCOMPARE((*notes)[i].note.id.value, score.tracks[0]->notes[i].id.value);
            QVERIFY((*notes)[i].pitchBits > 0.0);
            QVERIFY((*notes)[i].durationBits > 0.0);
        }
    }

    /// On a tune that melody extraction leaves as it is, both ways of asking agree.
    void agreesWithTheScoreAsAWhole() {
        const Score score = scoreOf(scale(32));
        const auto track = surpriseOfTrack(*m_model, score, 0);
        const auto whole = surpriseOf(*m_model, score);
        QVERIFY(track.ok());
        QVERIFY2(whole.ok(), whole.ok() ? "" : whole.error().message.c_str());
        QCOMPARE(track->size(), whole->size());
        for (std::size_t i = 0; i < track->size(); ++i) {
            QCOMPARE((*track)[i].pitchBits, (*whole)[i].pitchBits);
            QCOMPARE((*track)[i].durationBits, (*whole)[i].durationBits);
        }
    }

    void whatComesLaterChangesNothing() {
        const auto before = surpriseOfTrack(*m_model, scoreOf(scale(8)), 0);
        std::vector<Note> notes = scale(8);
        notes.back().pitch = {71};
        const auto after = surpriseOfTrack(*m_model, scoreOf(notes), 0);
        QVERIFY(before.ok() && after.ok());
        for (std::size_t i = 0; i + 1 < before->size(); ++i) {
            QCOMPARE((*after)[i].pitchBits, (*before)[i].pitchBits);
        }
        QVERIFY((*after)[7].pitchBits != (*before)[7].pitchBits);
    }

    void ofAChordTheHighestNoteIsJudged() {
        std::vector<Note> notes = scale(4);
        notes.push_back({{}, kQuarter, kQuarter, {48}});
        const Score score = scoreOf(notes);
        const auto judged = surpriseOfTrack(*m_model, score, 0);
        QVERIFY(judged.ok());
        QCOMPARE(judged->size(), std::size_t{4});
        QVERIFY(std::ranges::none_of(
            *judged, [](const auto& known) { return known.note.pitch == Pitch{48}; }));
    }

    void anEmptyTrackHasNothingToSay() {
        const auto none = surpriseOfTrack(*m_model, newScore(), 0);
        QVERIFY(none.ok());
        QVERIFY(none->empty());
    }

    void drumsAreNoMelody() {
        Score score = scoreOf(scale(4));
        Track drums = *score.tracks[0];
        drums.channel = kDrumChannel;
        score = withTrack(score, 0, drums);
        const auto none = surpriseOfTrack(*m_model, score, 0);
        QVERIFY(!none.ok());
        QCOMPARE(none.error().message, std::string("drums have no melody"));
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const auto none = surpriseOfTrack(*m_model, scoreOf(scale(4)), 0, stop.get_token());
        QVERIFY(!none.ok());
        QCOMPARE(none.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(SurpriseTest)
#include "SurpriseTest.moc"
