#include "core/model/BlendedModel.h"
#include "core/model/GapStudy.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Scoring.h"
#include "core/score/Edits.h"
#include "tests/core/model/TokenNetworks.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace cantilena;
using namespace cantilena::test;

namespace {

EventSequence tune() {
    std::vector<Note> notes;
    int onset = 0;
    for (const int pitch : {60, 62, 64, 65, 67, 65, 64, 62, 60, 67, 69, 71, 72}) {
        notes.push_back({{}, kQuarter * onset++, kQuarter, {pitch}});
    }
    return *encode(withNotes(newScore(), 0, notes).score);
}

std::vector<double> probabilities(std::span<const float> logits) {
    double total = 0.0;
    std::vector<double> shares;
    for (const float logit : logits) {
        shares.push_back(std::exp(static_cast<double>(logit)));
        total += shares.back();
    }
    for (double& share : shares) {
        share /= total;
    }
    return shares;
}

} // namespace

class BlendedModelTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_first = someNetwork(1, "Reels");
    const std::shared_ptr<const MelodyModel> m_second = someNetwork(2, "Hymns");

private Q_SLOTS:
    /// p is proportional to p1^(1-w) p2^w, for pitches and for durations, at every event.
    void isTheGeometricMeanOfBoth() {
        const double share = 0.3;
        const auto blend = blendedModel(m_first, m_second, share);
        QVERIFY(blend.ok());
        const EventSequence melody = tune();
        const auto a = m_first->decoder(1);
        const auto b = m_second->decoder(1);
        const auto mixed = (*blend)->decoder(1);
        for (MelodyDecoder* decoder : {a.get(), b.get(), mixed.get()}) {
            decoder->begin(0, melody.context);
        }
        for (const MelodyEvent& event : melody.events) {
            const int symbol = symbolOf(event, melody.context);
            for (const bool pitches : {true, false}) {
                const auto ask = [&](MelodyDecoder& decoder) {
                    return probabilities(pitches ? decoder.pitchLogits(0)
                                                 : decoder.durationLogits(0, symbol));
                };
                const auto first = ask(*a);
                const auto second = ask(*b);
                const auto got = ask(*mixed);
                double total = 0.0;
                for (std::size_t i = 0; i < first.size(); ++i) {
                    total += std::pow(first[i], 1.0 - share) * std::pow(second[i], share);
                }
                for (std::size_t i = 0; i < first.size(); ++i) {
                    const double expected =
                        std::pow(first[i], 1.0 - share) * std::pow(second[i], share) / total;
                    QVERIFY2(
                        std::abs(got[i] - expected) < 1e-5,
                        qPrintable(QString("%1: %2 and not %3").arg(i).arg(got[i]).arg(expected)));
                }
            }
            for (MelodyDecoder* decoder : {a.get(), b.get(), mixed.get()}) {
                decoder->push(0, event);
            }
        }
    }

    void atEitherEndItIsOneOfThem() {
        QCOMPARE(*blendedModel(m_first, m_second, 0.0), m_first);
        QCOMPARE(*blendedModel(m_first, m_second, 1.0), m_second);
    }

    /// What its card promises: never worse than the mean of both, on any tune.
    void isNoWorseThanTheMeanOfBoth() {
        const EventSequence melody = tune();
        const auto bits = [&melody](const MelodyModel& model) {
            const MelodyScoring scoring = scoreMelody(model, melody);
            return scoring.eventPitchBits + scoring.eventDurationBits;
        };
        for (const double share : {0.25, 0.5, 0.75}) {
            const auto blend = blendedModel(m_first, m_second, share);
            const double mean = (1.0 - share) * bits(*m_first) + share * bits(*m_second);
            QVERIFY(bits(**blend) <= mean + 1e-6);
        }
    }

    void copiesOfAMelodyGoTheirOwnWay() {
        const auto blend = blendedModel(m_first, m_second, 0.5);
        const EventSequence melody = tune();
        const auto decoder = (*blend)->decoder(2);
        decoder->begin(0, melody.context);
        decoder->push(0, melody.events[0]);
        decoder->copy(0, 1);
        decoder->push(0, melody.events[1]);
        decoder->push(1, melody.events[1]);
        const auto first = decoder->pitchLogits(0);
        const std::vector<float> kept(first.begin(), first.end());
        const auto second = decoder->pitchLogits(1);
        QVERIFY(std::equal(kept.begin(), kept.end(), second.begin(), second.end()));
    }

    void aCloneGoesOnByItself() {
        const auto blend = blendedModel(m_first, m_second, 0.5);
        const EventSequence melody = tune();
        const auto decoder = (*blend)->decoder(1);
        decoder->begin(0, melody.context);
        decoder->push(0, melody.events[0]);
        const auto twin = decoder->clone();
        const auto before = decoder->pitchLogits(0);
        const std::vector<float> kept(before.begin(), before.end());
        decoder->push(0, melody.events[1]);
        const auto other = twin->pitchLogits(0);
        QVERIFY(std::equal(kept.begin(), kept.end(), other.begin(), other.end()));
    }

    /// Both networks see ahead, so what stands behind a gap must change what is said in it.
    void seesTheFutureWhenBothDo() {
        const auto blend = blendedModel(m_first, m_second, 0.5);
        QVERIFY((*blend)->seesFuture());
        const EventSequence melody = tune();
        const GapStudy study = studyGaps(**blend, melody, {{4, 8}}).front();
        QVERIFY(std::abs(study.inSight.bits() - study.lookingBack.bits()) > 1e-3);
    }

    void sharesTellBlendsApart() {
        const auto some = blendedModel(m_first, m_second, 0.25);
        const auto more = blendedModel(m_first, m_second, 0.5);
        QCOMPARE((*some)->hash().size(), std::size_t{16});
        QVERIFY((*some)->hash() != (*more)->hash());
        QCOMPARE((*some)->card().name, std::string("Reels 75 % + Hymns 25 %"));
        QCOMPARE((*some)->card().validationBits, 7.0);
    }

    void refusesWhatDoesNotFit() {
        QVERIFY(!blendedModel(m_first, m_second, 1.5).ok());
        QVERIFY(!blendedModel(m_first, m_second, std::nan("")).ok());
        const auto refused = blendedModel(m_first, someTokenModel(), 0.5);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY(refused.error().message.find("random") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(BlendedModelTest)
#include "BlendedModelTest.moc"
