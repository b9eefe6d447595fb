#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace cantilena {

/// What a subcommand has of the terminal: progress on stderr (a bar on a terminal, plain lines
/// otherwise), results on stdout, and Ctrl-C as a stop token. Make it before any other thread.
class Console {
public:
    Console();
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    /// Requested by Ctrl-C or SIGTERM; a second one ends the program at once.
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    /// Draws a bar, or prints a line every few seconds.
    [[nodiscard]] ProgressSink progress();
    /// A line on stderr.
    void say(std::string_view line);
    /// A line on stdout: the command's result.
    void print(std::string_view text);
    /// Says why and gives the exit status: 130 after Ctrl-C, else 1.
    [[nodiscard]] int fail(const Error& error);

private:
    void show(double fraction, std::string_view activity);
    void clearBar();

    std::stop_source m_stop;
    bool m_isTerminal;
    bool m_barShown = false;
    std::chrono::steady_clock::time_point m_lastShown;
    std::string m_lastActivity;
    std::jthread m_signals;
};

} // namespace cantilena
