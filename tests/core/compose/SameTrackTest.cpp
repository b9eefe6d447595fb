#include "core/compose/SameTrack.h"

#include "core/score/Edits.h"

#include <QTest>

#include <array>

using namespace cantilena;

namespace {

Track trackOf(const char* name, int channel, std::initializer_list<int> pitches) {
    Track track;
    track.name = name;
    track.channel = channel;
    for (const int pitch : pitches) {
        Note note;
        note.onset = kQuarter * static_cast<std::int64_t>(track.notes.size());
        note.duration = kQuarter;
        note.pitch = {pitch};
        track.notes.push_back(note);
    }
    return track;
}

/// Two pianos, of which the second doubles the first in part, and an empty flute.
Score trio() {
    Score score;
    for (const Track& track : {trackOf("Piano", 0, {60, 62, 64, 65}),
                               trackOf("Piano", 1, {60, 62, 64, 67}), trackOf("Flute", 2, {})}) {
        score = withTrackAdded(score, track);
    }
    return score;
}

Score withNamed(const Score& score, std::size_t index, const char* name) {
    Track track = *score.tracks[index];
    track.name = name;
    return withTrack(score, index, track);
}

std::vector<NoteId> idsOf(const Track& track) {
    std::vector<NoteId> ids;
    for (const Note& note : track.notes) {
        ids.push_back(note.id);
    }
    return ids;
}

/// The index, or -1.
int number(std::optional<std::size_t> index) {
    return index ? static_cast<int>(*index) : -1;
}

/// What has become of the trio.
Score changed(const QString& how) {
    const Score score = trio();
    if (how == QStringLiteral("moved")) {
        return withTrackMoved(score, 0, 2);
    }
    if (how == QStringLiteral("removed")) {
        return withoutTrack(score, 0);
    }
    if (how == QStringLiteral("renamed and moved")) {
        return withTrackMoved(withNamed(score, 0, "Harp"), 0, 1);
    }
    if (how == QStringLiteral("emptied and moved")) {
        return withTrackMoved(withoutNotes(score, 0, idsOf(*score.tracks[0])), 0, 2);
    }
    if (how == QStringLiteral("transposed and moved")) {
        const Score higher = withNotesMoved(score, 0, idsOf(*score.tracks[0]), {}, 12);
        return withTrackMoved(higher, 0, 2);
    }
    return score;
}

} // namespace

class SameTrackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The first piano, by the ids of its notes and without them.
    void aTrackIsFoundAgain_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("placeWithoutIds");
        QTest::newRow("unchanged") << 0 << 0;
        QTest::newRow("moved") << 2 << 2;
        QTest::newRow("removed") << -1 << -1;
        QTest::newRow("renamed and moved") << 1 << 1;
        QTest::newRow("emptied and moved") << 2 << 2;
        QTest::newRow("transposed and moved") << 2 << 2;
    }
    void aTrackIsFoundAgain() {
        QFETCH(int, place);
        QFETCH(int, placeWithoutIds);
        const Score then = trio();
        const Score now = changed(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(number(sameTrack(then, 0, now)), place);
        QCOMPARE(number(trackLike(*then.tracks[0], now)), placeWithoutIds);
    }

    void anEmptyTrackIsKnownByItsNameAndChannel() {
        const Score then = trio();
        const Score moved = withTrackMoved(then, 2, 0);
        QCOMPARE(number(sameTrack(then, 2, moved)), 0);
        QCOMPARE(number(trackLike(*then.tracks[2], moved)), 0);
        const Score removed = withoutTrack(then, 2);
        QCOMPARE(number(sameTrack(then, 2, removed)), -1);
        QCOMPARE(number(trackLike(*then.tracks[2], removed)), -1);
    }

    /// Of two that are as like, neither is taken.
    void twinsAreNotToldApart() {
        Score twins;
        twins = withTrackAdded(twins, trackOf("Voice", 0, {60, 62}));
        twins = withTrackAdded(twins, trackOf("Voice", 0, {60, 62}));
        QCOMPARE(number(trackLike(trackOf("Voice", 0, {60, 62}), twins)), -1);
        QCOMPARE(number(sameTrack(twins, 1, withTrackMoved(twins, 1, 0))), 0);
    }
};

QTEST_GUILESS_MAIN(SameTrackTest)
#include "SameTrackTest.moc"
