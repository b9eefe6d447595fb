#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QStringList>
#include <QTest>

namespace {

/// The folders, top to bottom: each may include only itself and folders above it.
const QStringList kFolders = {
    "core/base",        "core/score",   "core/formats", "core/corpus",   "core/model",
    "core/model/torch", "core/compose", "core/project", "core/playback", "core/audio",
    "core/midi",        "ui/document",  "ui/views",     "app",
};

/// Nothing but the program's root and tests may include these.
const QStringList kLeaves = {"core/model/torch", "core/audio", "core/midi"};

/// Third-party headers and who may include them, and whether only in .cpp files.
struct ForeignRule {
    QString pattern;
    QStringList folders;
    bool sourcesOnly;
};
const QList<ForeignRule> kForeign = {
    {"^pugixml", {"core/formats"}, true},
    {"^zip\\.h", {"core/formats"}, true},
    {"^nlohmann/",
     {"core/formats", "core/corpus", "core/model", "core/model/torch", "core/project", "app"},
     true},
    {"^(torch|ATen|c10)/", {"core/model/torch"}, true},
    {"^(hdf5|H5)", {"core/model/torch"}, true},
    {"^fluidsynth", {"core/audio"}, true},
    {"^sndfile", {"core/audio"}, true},
    {"^(rtmidi/|RtMidi)", {"core/midi"}, true},
    {"^CLI/", {"app"}, true},
    {"^qcustomplot", {"ui/views"}, true},
    {"^Q[A-Za-z]+$", {"ui/document", "ui/views", "app"}, false},
};
/// Headers of the operating system and of the standard library have no such prefix.
const QRegularExpression kSystem("^([a-z_0-9]+|(sys|linux)/[a-z]+\\.h|(dlfcn|fcntl|unistd|sched|"
                                 "signal|pthread|immintrin|malloc|cxxabi)\\.h)$");

QString folderOf(const QString& path) {
    return path.left(path.lastIndexOf('/'));
}

struct Include {
    QString file;
    QString target;
    bool quoted;
};

QList<Include> includesOfTheProject() {
    QList<Include> includes;
    const QDir root(CANTILENA_SOURCE_FOLDER);
    static const QRegularExpression line(R"(^\s*#\s*include\s*([<"])([^">]+)[">])",
                                         QRegularExpression::MultilineOption);
    for (const char* top : {"core", "ui", "app"}) {
        QDirIterator files(root.filePath(top), {"*.h", "*.cpp"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) {
                continue;
            }
            const QString text = QString::fromUtf8(file.readAll());
            for (auto it = line.globalMatch(text); it.hasNext();) {
                const auto match = it.next();
                includes.append({root.relativeFilePath(file.fileName()), match.captured(2),
                                 match.captured(1) == "\""});
            }
        }
    }
    return includes;
}

/// A sentence about what is wrong with that include; empty when nothing is.
QString fault(const Include& include) {
    const QString from = folderOf(include.file);
    const qsizetype level = kFolders.indexOf(from);
    if (level < 0) {
        return include.file + " lies in a folder that the house does not list";
    }
    if (include.quoted) {
        if (include.target.endsWith(".moc")) {
            return {};
        }
        const QString to = folderOf(include.target);
        const qsizetype target = kFolders.indexOf(to);
        if (target < 0) {
            return include.file + " includes " + include.target + ", which is not in the house";
        }
        if (target > level) {
            return include.file + " includes " + include.target + ", which lies below it";
        }
        if (to != from && kLeaves.contains(to) && from != "app") {
            return include.file + " includes the leaf " + include.target;
        }
        return {};
    }
    for (const ForeignRule& rule : kForeign) {
        if (!QRegularExpression(rule.pattern).match(include.target).hasMatch()) {
            continue;
        }
        if (!rule.folders.contains(from)) {
            return include.file + " may not include <" + include.target + ">";
        }
        if (rule.sourcesOnly && include.file.endsWith(".h")) {
            return include.file + " includes <" + include.target + "> in a header";
        }
        return {};
    }
    if (!kSystem.match(include.target).hasMatch()) {
        return include.file + " includes <" + include.target + ">, which no rule allows";
    }
    return {};
}

} // namespace

class HouseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIncludeKeepsToTheHouse() {
        const QList<Include> includes = includesOfTheProject();
        QVERIFY2(includes.size() > 100, "the sources were not found");
        QStringList faults;
        for (const Include& include : includes) {
            if (const QString sentence = fault(include); !sentence.isEmpty()) {
                faults.append(sentence);
            }
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void aBreachIsSeen_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("quoted");
        QTest::newRow("upwards") << "core/score/A.cpp"
                                 << "core/model/B.h" << true;
        QTest::newRow("leaf") << "ui/views/A.cpp"
                              << "core/audio/B.h" << true;
        QTest::newRow("Qt in core") << "core/score/A.cpp"
                                    << "QString" << false;
        QTest::newRow("torch in model") << "core/model/A.cpp"
                                        << "torch/torch.h" << false;
        QTest::newRow("json in a header") << "core/project/A.h"
                                          << "nlohmann/json.hpp" << false;
        QTest::newRow("unknown folder") << "core/other/A.h"
                                        << "vector" << false;
        QTest::newRow("unknown library") << "core/score/A.cpp"
                                         << "boost/any.hpp" << false;
    }
    void aBreachIsSeen() {
        QFETCH(QString, file);
        QFETCH(QString, target);
        QFETCH(bool, quoted);
        QVERIFY(!fault({file, target, quoted}).isEmpty());
    }

    void everyTypeHasANameOfItsOwn() {
        // Two types of one name in one namespace share their containers' code, to no good.
        static const QRegularExpression type(R"(^(?:struct|class|enum class) (\w+)[^;\n]*\{$)",
                                             QRegularExpression::MultilineOption);
        const QDir root(CANTILENA_SOURCE_FOLDER);
        QMap<QString, QString> homes;
        QStringList faults;
        for (const char* top : {"core", "ui", "app"}) {
            QDirIterator headers(root.filePath(top), {"*.h"}, QDir::Files,
                                 QDirIterator::Subdirectories);
            while (headers.hasNext()) {
                QFile file(headers.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString text = QString::fromUtf8(file.readAll());
                const QString home = root.relativeFilePath(file.fileName());
                for (auto it = type.globalMatch(text); it.hasNext();) {
                    const QString name = it.next().captured(1);
                    if (homes.contains(name)) {
                        faults.append(name + " is in " + homes[name] + " and in " + home);
                    }
                    homes[name] = home;
                }
            }
        }
        QVERIFY2(homes.size() > 100, "the types were not found");
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void atMostThreeFilesIncludeTorch() {
        QStringList files;
        for (const Include& include : includesOfTheProject()) {
            if (include.target.startsWith("torch/") && !files.contains(include.file)) {
                files.append(include.file);
            }
        }
        QVERIFY2(files.size() <= 3, qPrintable(files.join(", ")));
    }

    void nothingElseLiesAtTheTop() {
        const QStringList allowed = {
            "app",   "core",           "ui",        "resources",         "soundfonts",
            "tests", "CMakeLists.txt", "README.md", "CMakePresets.json", "LICENSE",
            "run",   "check",          "build"};
        for (const QString& entry :
             QDir(CANTILENA_SOURCE_FOLDER).entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
            QVERIFY2(allowed.contains(entry), qPrintable(entry));
        }
    }
};

QTEST_GUILESS_MAIN(HouseTest)
#include "HouseTest.moc"
