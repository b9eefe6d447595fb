#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace cantilena::test {

/// What a finished program said.
struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// Runs a program to its end; the status is -1 when it could not be started, crashed, or took more
/// than two minutes.
inline Outcome
run(const QString& program, const QStringList& arguments,
    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    Outcome outcome;
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        outcome.err = process.readAllStandardError();
        return outcome;
    }
    outcome.status = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

/// Runs the program under test.
inline Outcome program(const QStringList& arguments) {
    return run(CANTILENA_BUILD_FOLDER "/cantilena", arguments);
}

/// A file of the project's own.
inline QString projectFile(const QString& path) {
    return QStringLiteral(CANTILENA_SOURCE_FOLDER "/") + path;
}

} // namespace cantilena::test
