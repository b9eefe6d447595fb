#include "core/compose/Infill.h"

#include "core/score/Edits.h"
#include "tests/core/compose/FillRequest.h"
#include "tests/core/model/MadeUpTunes.h"
#include "tests/core/model/TokenNetworks.h"

#include <QTest>

#include <algorithm>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// More than any event costs that the model can say.
constexpr double kManyBits = 60.0;

/// Four bars of quarters, of which the second is to be filled. `before` stands in bar 1, `after`
/// begins bar 3.
struct Tune {
    std::vector<Sound> before{{60, 1.0}, {62, 1.0}, {64, 1.0}, {65, 1.0}};
    std::vector<Sound> filled{{67, 1.0}, {65, 1.0}, {64, 1.0}, {62, 1.0}};
    std::vector<Sound> after{{60, 1.0}, {62, 1.0}, {64, 1.0}, {65, 1.0}, {60, 4.0}};

    [[nodiscard]] InfillRequest request() const {
        std::vector<Sound> sounds = before;
        sounds.insert(sounds.end(), filled.begin(), filled.end());
        sounds.insert(sounds.end(), after.begin(), after.end());
        return fillRequest(withFreshNoteIds(melodyOf(line(sounds))), 2, 2, 2, 2);
    }
};

/// A triplet in eighths, which sixteenths do not reach, and a quarter.
std::vector<Sound> triplet() {
    return {{60, 1.0 / 3.0}, {62, 1.0 / 3.0}, {64, 1.0 / 3.0}, {65, 1.0}};
}

} // namespace

/// Fillings by a model of the tutorial's kind, which knows C3 to C6 in sixteenths.
class InfillTokenTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const TokenModel> m_model = someTokenModel();

    [[nodiscard]] Result<std::vector<Candidate>> ask(const InfillRequest& request) const {
        return fillIn(*m_model, request, {}, {});
    }

private Q_SLOTS:
    void fillsWithWhatItKnows() {
        const auto made = ask(Tune().request());
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QCOMPARE(made->size(), std::size_t{2});
        for (const Candidate& candidate : *made) {
            QVERIFY(candidate.joinBits && *candidate.joinBits < kManyBits);
            QVERIFY(candidate.bitsPerNote < kManyBits);
        }
    }

    /// The rest of what follows is measured: a note that it has no word for says nothing.
    void whatItCannotSayDoesNotCountInTheJoin_data() {
        QTest::addColumn<bool>("triplet");
        QTest::newRow("triplet") << true;
        QTest::newRow("pitch") << false;
    }
    void whatItCannotSayDoesNotCountInTheJoin() {
        QFETCH(bool, triplet);
        Tune tune;
        tune.after[0] = {86, 1.0};
        if (triplet) {
            tune.after = ::triplet();
        }
        const auto made = ask(tune.request());
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QVERIFY(made->front().joinBits.has_value());
        QVERIFY2(*made->front().joinBits < kManyBits,
                 qPrintable(QString::number(*made->front().joinBits)));
    }

    void whereItCanSayNothingThereIsNoJoin() {
        Tune tune;
        tune.after.assign(8, {86, 1.0});
        const auto made = ask(tune.request());
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QVERIFY(!made->front().joinBits);
    }

    /// A rhythm that sixteenths do not reach can be kept; its pitches are what is measured and
    /// drawn by.
    void aRhythmThatItCannotSayIsKept() {
        Tune tune;
        tune.filled = triplet();
        tune.filled.insert(tune.filled.end(), {{64, 1.0}, {62, 1.0}});
        InfillRequest request = tune.request();
        request.keep.rhythm = true;
        const auto made = ask(request);
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        for (const Candidate& candidate : *made) {
            QCOMPARE(candidate.notes.size(), tune.filled.size());
            QVERIFY2(candidate.bitsPerNote < kManyBits,
                     qPrintable(QString::number(candidate.bitsPerNote)));
            QVERIFY(candidate.bitsPerNote > 0.0);
        }
    }

    /// What it looks back on it has to know, as far as its window reaches.
    void aPitchBeforeTheGapThatItDoesNotKnowIsNamed() {
        Tune tune;
        tune.before[2] = {86, 1.0};
        const auto made = ask(tune.request());
        QVERIFY(!made.ok());
        QVERIFY2(made.error().message.find("D6 in bar 1") != std::string::npos,
                 made.error().message.c_str());
        tune.before.insert(tune.before.end(), 16, {60, 1.0});
        InfillRequest request = tune.request();
        request.asked.range = barRange(*request.asked.base, 6, 6);
        QVERIFY(ask(request).ok());
    }

    void aLockedPitchThatItDoesNotKnowIsNamed() {
        Tune tune;
        tune.filled[1] = {86, 1.0};
        InfillRequest request = tune.request();
        request.locked = {request.asked.base->tracks[0]->notes[5].id};
        const auto made = ask(request);
        QVERIFY(!made.ok());
        QVERIFY2(made.error().message.find("D6 in bar 2") != std::string::npos,
                 made.error().message.c_str());
    }

    /// Asked for pitches of which it has some, it writes these alone; asked for none that it has,
    /// it says so.
    void writesOnlyPitchesThatItHas() {
        InfillRequest request = Tune().request();
        request.asked.lowest = {82};
        request.asked.highest = {90};
        request.asked.temperature = 1.5;
        request.asked.topP = 1.0;
        const auto made = ask(request);
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        for (const Candidate& candidate : *made) {
            for (const Note& note : candidate.notes) {
                QVERIFY(note.pitch.number >= 82 && note.pitch.number <= 84);
            }
        }
        request.asked.lowest = {86};
        const auto refused = ask(request);
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message.find("no pitch from") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(InfillTokenTest)
#include "InfillTokenTest.moc"
