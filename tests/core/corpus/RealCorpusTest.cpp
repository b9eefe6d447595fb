#include "core/corpus/CorpusReport.h"
#include "core/corpus/DataSet.h"
#include "core/corpus/KeyEstimate.h"
#include "core/corpus/Melody.h"
#include "core/corpus/Splits.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

using namespace cantilena;

namespace {

/// The tune's name in a file of the Open Hymnal: "Abide_With_Me-Eventide.abc" is set to "Eventide".
std::string hymnTune(const std::string& file) {
    const std::size_t dash = file.find_last_of('-');
    return dash == std::string::npos ? file : file.substr(dash + 1);
}

} // namespace

/// Claims about the public corpora that the shipped model learns from.
class RealCorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_folder = CANTILENA_DATA_FOLDER;
        if (!std::filesystem::exists(m_folder)) {
            QSKIP("the folder of training tunes is not here");
        }
        Result<Corpus> scanned = scanCorpus(std::array{m_folder});
        QVERIFY2(scanned.ok(), scanned ? "" : scanned.error().message.c_str());
        m_corpus = std::move(*scanned);
    }

    void everyTuneIsAccepted_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("tunes");
        QTest::newRow("Irish tunes") << "cre" << 1103;
        QTest::newRow("hymns") << "openhymnal" << 284;
        QTest::newRow("Nottingham") << "nottingham" << 949;
        QTest::newRow("lead sheets") << "openewld" << 451;
    }
    void everyTuneIsAccepted() {
        QFETCH(QString, folder);
        QFETCH(int, tunes);
        const std::vector<const CorpusTune*> found = tunesIn(folder.toStdString());
        QCOMPARE(found.size(), static_cast<std::size_t>(tunes));
        for (const CorpusTune* tune : found) {
            QVERIFY2(isAccepted(tune->verdict), (tune->name + ": " + tune->reason).c_str());
            QVERIFY2(tune->notes >= 16, tune->name.c_str());
        }
    }

    void everyMelodyIsOneNoteAtATimeOnTheGrid() {
        for (const CorpusTune& tune : m_corpus.tunes) {
            if (!isAccepted(tune.verdict)) {
                continue;
            }
            Tick end;
            for (const Note& note : tune.melody->tracks.front()->notes) {
                QVERIFY2(note.onset >= end && note.duration >= kMelodyGrid &&
                             note.onset % kMelodyGrid == Tick{},
                         tune.name.c_str());
                end = note.end();
            }
        }
    }

    void aHymnsMelodyIsItsFirstVoice() {
        for (const CorpusTune* tune : tunesIn("openhymnal")) {
            QVERIFY2(tune->reason.starts_with("the first of ") ||
                         tune->reason.starts_with("its only voice") ||
                         tune->reason.starts_with("the voice named \"S"),
                     (tune->name + ": " + tune->reason).c_str());
        }
    }

    void textsToTheSameHymnTuneAreOneGroup() {
        const auto groupOf = [&](const std::string& beginning) {
            const auto hymns = tunesIn("openhymnal/" + beginning);
            return hymns.empty() ? std::size_t{0} - 1 : hymns.front()->duplicateGroup;
        };
        const std::size_t eventide = groupOf("Abide_With_Me-");
        QCOMPARE(groupOf("Not_Worthy_Lord_To_Gather"), eventide);
        QVERIFY(groupOf("Be_Still_My_Soul-Finlandia") != eventide);
        const std::size_t hyfrydol = groupOf("Alleluia_Sing_To_Jesus-");
        QCOMPARE(groupOf("Lord_of_Glory_Who_Hast_Bought_Us-"), hyfrydol);
        QCOMPARE(groupOf("Lord_of_Life_All_Praise_Excelling-"), hyfrydol);
    }

    void hymnsOfOneGroupNameTheSameTune() {
        int named = 0;
        int all = 0;
        const auto hymns = tunesIn("openhymnal");
        for (std::size_t i = 0; i < hymns.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (hymns[i]->duplicateGroup == hymns[j]->duplicateGroup) {
                    ++all;
                    named += hymnTune(hymns[i]->name) == hymnTune(hymns[j]->name) ? 1 : 0;
                }
            }
        }
        // The others are one tune under two names.
        QVERIFY2(all >= 30 && named * 10 >= all * 8,
                 qPrintable(QString("%1 of %2").arg(named).arg(all)));
    }

    void theEstimateMostlyFindsTheWrittenKey() {
        int tunes = 0;
        int found = 0;
        int sure = 0;
        int surelyFound = 0;
        for (const char* folder : {"openhymnal", "nottingham"}) {
            for (const CorpusTune* tune : tunesIn(folder)) {
                const auto estimate = estimateKey(tune->melody->tracks.front()->notes);
                if (!estimate || tune->keySource != KeySource::Written) {
                    continue;
                }
                const bool same =
                    estimate->key.tonic.pitchClass() == tune->key.tonic.pitchClass() &&
                    estimate->key.mode == tune->key.mode;
                ++tunes;
                found += same ? 1 : 0;
                sure += estimate->margin >= kSureKeyMargin ? 1 : 0;
                surelyFound += estimate->margin >= kSureKeyMargin && same ? 1 : 0;
            }
        }
        QVERIFY2(found * 100 >= tunes * 85, qPrintable(QString("%1 of %2").arg(found).arg(tunes)));
        QVERIFY2(surelyFound * 100 >= sure * 91,
                 qPrintable(QString("%1 of %2").arg(surelyFound).arg(sure)));
    }

    void aTenthIsHeldOutByGroup() {
        std::vector<std::size_t> groups;
        for (const CorpusTune& tune : m_corpus.tunes) {
            if (isAccepted(tune.verdict)) {
                groups.push_back(tune.duplicateGroup);
            }
        }
        const Split split = splitByGroup(groups, 0.1, 1);
        QCOMPARE(split.heldOut.size(), (groups.size() + 5) / 10);
        for (const std::vector<std::size_t>& fold : folds(groups, 10, 1)) {
            QVERIFY(fold.size() == groups.size() / 10 || fold.size() == groups.size() / 10 + 1);
        }
    }

    void theDataSetHoldsEverything() {
        const std::string bytes = packedDataSet(m_corpus);
        const Result<Corpus> read = unpackedDataSet(bytes, "set");
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(packedDataSet(*read), bytes);
        QCOMPARE(summarised(*read).notes, summarised(m_corpus).notes);
        Corpus again = *read;
        assignDuplicateGroups(again);
        QVERIFY(packedDataSet(again) == bytes);
    }

private:
    /// Tunes whose path below the data folder begins so.
    [[nodiscard]] std::vector<const CorpusTune*> tunesIn(const std::string& beginning) const {
        std::vector<const CorpusTune*> tunes;
        for (const CorpusTune& tune : m_corpus.tunes) {
            if (tune.name.starts_with((m_folder / beginning).string())) {
                tunes.push_back(&tune);
            }
        }
        return tunes;
    }

    std::filesystem::path m_folder;
    Corpus m_corpus;
};

QTEST_GUILESS_MAIN(RealCorpusTest)
#include "RealCorpusTest.moc"
